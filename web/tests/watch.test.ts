import { AxeBuilder } from "@axe-core/playwright";
import { expect, it } from "vitest";
import { open, takeFaults, useBrowser } from "./support/browser";

useBrowser();

// The other tests rely on these rules to fail when they should.

it("notices a request that leaves the origin and a violation of the policy", async () => {
  const page = await open({ bypassCSP: true });
  await page.evaluate(() => {
    new Image().src = "http://foreign.invalid/pixel.png";
  });
  await expect
    .poll(() => takeFaults(page).requests.map(({ url }) => url))
    .toContain("http://foreign.invalid/pixel.png");
  takeFaults(page);
  const strict = await open();
  await strict.evaluate(() => {
    document.body.append(
      Object.assign(document.createElement("script"), { textContent: "window.ran = true" }),
    );
  });
  await expect.poll(() => takeFaults(strict).complaints.join()).toMatch(/Content Security Policy/);
  expect(await strict.evaluate(() => "ran" in window)).toBe(false);
  await page.waitForTimeout(200);
  takeFaults(page);
});

it("notices a fault of accessibility", async () => {
  const page = await open();
  await page.evaluate(() => document.querySelector("label[for=address]")?.remove());
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toContain("label");
});
