import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { ask, CASES, mapReady, open, useBrowser } from "./support/browser";

useBrowser();

const STATES: Record<string, string | null> = { empty: null, error: "", ...CASES };
const SIZES = [
  { width: 1280, height: 900 },
  { width: 375, height: 800 },
  { width: 320, height: 640 },
];

async function openEverything(page: Page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

describe("accessibility", () => {
  for (const viewport of SIZES) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`axe finds nothing at ${viewport.width} px, ${colorScheme}`, async () => {
        const page = await open({ viewport, colorScheme });
        await mapReady(page);
        for (const [state, address] of Object.entries(STATES)) {
          if (address !== null) await ask(page, address);
          await openEverything(page);
          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.map(
            ({ id, nodes }) => `${state}: ${id} ${nodes.map((node) => node.html).join(" ")}`,
          );
          expect(found).toEqual([]);
        }
      }, 120_000);
    }
  }

  for (const width of [320, 375]) {
    it(`nothing scrolls sideways at ${width} px`, async () => {
      const page = await open({ viewport: { width, height: 700 } });
      // The longest name of a team has no blank to break at.
      const states = { ...STATES, long_name: "Glockenheide 42" };
      for (const [state, address] of Object.entries(states)) {
        if (address !== null) await ask(page, address);
        await openEverything(page);
        const wide = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        expect(wide, state).toBeLessThanOrEqual(0);
      }
    });
  }

  it("every target is at least 24 px high", async () => {
    const page = await open({ viewport: { width: 375, height: 800 } });
    await mapReady(page);
    for (const address of Object.values(CASES)) {
      await ask(page, address);
      await openEverything(page);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>("button, input, summary, textarea")]
          .filter((element) => element.checkVisibility() && element.offsetHeight < 24)
          .map((element) => element.outerHTML),
      );
      expect(small).toEqual([]);
    }
  });

  for (const [state, address] of Object.entries(STATES)) {
    it(`the page's structure for ${state} is as agreed`, async () => {
      const page = await open();
      if (address !== null) await ask(page, address);
      await mapReady(page);
      // Distances change with the data, the structure does not.
      const tree = (await page.locator("body").ariaSnapshot()).replace(/[\d,]+ (k?m)\b/g, "… $1");
      await expect(tree).toMatchFileSnapshot(`snapshots/${state}.yaml`);
    });
  }
});
