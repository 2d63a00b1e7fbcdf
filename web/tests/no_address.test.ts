import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { open, useBrowser } from "./support/browser";

useBrowser();

const RESIDENCE = "/zustaendigkeit/wohnsitz";
const NO_ADDRESS = "/zustaendigkeit/ohne-adresse";

/** Opens every answer at once; readers open one of each question. */
async function openEverything(page: Page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.removeAttribute("name");
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

describe("cases without an address", () => {
  for (const path of [RESIDENCE, NO_ADDRESS]) {
    for (const width of [1280, 375, 320]) {
      for (const colorScheme of ["light", "dark"] as const) {
        it(`${path} fits and axe finds nothing at ${width} px, ${colorScheme}`, async () => {
          const viewport = { width, height: 800 };
          for (const query of ["", "?lang=ar"]) {
            const page = await open({ viewport, colorScheme }, `${path}${query}`);
            await openEverything(page);
            const { violations } = await new AxeBuilder({ page }).analyze();
            expect(violations.map(({ id }) => id)).toEqual([]);
            const { wide, small } = await page.evaluate(() => ({
              wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
              small: [...document.querySelectorAll<HTMLElement>("main summary")].filter(
                (element) => element.checkVisibility() && element.offsetHeight < 24,
              ).length,
            }));
            expect(wide).toBeLessThanOrEqual(0);
            expect(small).toBe(0);
          }
        });
      }
    }
  }

  it("the questions are answered by keyboard, and the address tells nothing of it", async () => {
    const page = await open();
    await page.getByRole("link", { name: "Wessen Wohnsitz zählt?" }).click();
    await page.getByRole("heading", { level: 1, name: "Wessen Wohnsitz zählt?" }).waitFor();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    // A text may stand in several branches; the one that can be seen is meant.
    const answer = async (text: string) => {
      const summary = page.locator("summary:visible").filter({ hasText: text }).first();
      await summary.focus();
      await page.keyboard.press("Enter");
    };
    for (const text of [
      "Hilfe für ein Kind",
      "Nein, nichts davon",
      "An verschiedenen Orten",
      "Beide gemeinsam",
      "Bei beiden Elternteilen",
    ]) {
      await answer(text);
    }
    await page.getByText("§ 86 Abs. 2 Satz 3 SGB VIII").waitFor({ state: "visible" });
    expect(await page.locator(".guide__finding:visible").count()).toBe(1);
    // Another answer to the first question closes what was open.
    await answer("Inobhutnahme: Ein Kind");
    await page.getByText("§ 87 Satz 1 SGB VIII").waitFor({ state: "visible" });
    expect(await page.locator(".guide__finding:visible").count()).toBe(1);
    expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe(RESIDENCE);
    expect(asked).toEqual([]);
    await page.locator(".guide__finding:visible").getByRole("link").first().click();
    await page.getByRole("heading", { level: 2, name: "Kind in Obhut nehmen" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(NO_ADDRESS);
  });

  it("works without scripts, and on paper every answer is open", async () => {
    const page = await open({ javaScriptEnabled: false }, RESIDENCE);
    expect(await page.locator(".guide__finding:visible").count()).toBe(0);
    await page.locator("summary").filter({ hasText: "Inobhutnahme: Ein Kind" }).click();
    expect(await page.locator(".guide__finding:visible").count()).toBe(1);
    await page.emulateMedia({ media: "print" });
    const heights = await page
      .locator(".guide__finding")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(heights.length).toBe(27);
    expect(Math.min(...heights)).toBeGreaterThan(20);
  });
});
