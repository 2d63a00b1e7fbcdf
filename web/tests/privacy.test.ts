import { describe, expect, it } from "vitest";
import { open, useBrowser } from "./support/browser";
import { flaws } from "./support/flaws";

useBrowser();

describe("the privacy page", () => {
  for (const width of [1280, 375, 320]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`fits and axe finds nothing at ${width} px, ${colorScheme}`, async () => {
        const viewport = { width, height: 800 };
        const page = await open({ viewport, colorScheme }, "/datenschutz");
        expect(await flaws(page)).toEqual([]);
      });
    }
  }

  it("is linked from the first page and sets no cookie", async () => {
    const page = await open();
    await page.getByRole("link", { name: "Datenschutz", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Datenschutz" }).waitFor();
    expect(await page.getByText("noch nicht eingetragen").count()).toBeGreaterThan(0);
    expect(await page.context().cookies()).toEqual([]);
  });
});
