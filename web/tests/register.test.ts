import { AxeBuilder } from "@axe-core/playwright";
import { describe, expect, it } from "vitest";
import { open, useBrowser } from "./support/browser";

useBrowser();

describe("the street register", () => {
  for (const width of [1280, 375, 320]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`fits and axe finds nothing at ${width} px, ${colorScheme}`, async () => {
        const viewport = { width, height: 800 };
        const page = await open({ viewport, colorScheme }, "/verzeichnis?sozialraum=garstedt");
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id }) => id)).toEqual([]);
        const wide = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        expect(wide).toBeLessThanOrEqual(0);
      });
    }
  }

  it("is linked from every page and finds a street without scripts", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.getByRole("link", { name: "Straßenverzeichnis" }).click();
    await page.getByRole("heading", { level: 1, name: "Straßenverzeichnis" }).waitFor();
    await page.getByLabel("Straße suchen").fill("glockenh");
    await page.getByRole("button", { name: "Suchen" }).click();
    await page.getByText("1 Straße").waitFor();
    expect(page.url()).not.toContain("glockenh");
    expect(await page.getByText("Glockenheide").count()).toBe(1);
  });
});
