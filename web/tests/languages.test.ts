import { describe, expect, it } from "vitest";
import { ask, CASES, mapReady, open, useBrowser } from "./support/browser";
import { flaws } from "./support/flaws";

useBrowser();

describe("languages", () => {
  it("are kept by scripts, and scripts speak them", async () => {
    const page = await open({}, "/zustaendigkeit?lang=en");
    await mapReady(page);
    expect(await ask(page, CASES.unique)).toBe("unique");
    expect(await page.textContent(".kern-preline")).toContain("Responsible for");
    expect(await page.getAttribute(".ol-zoom-in", "title")).toBe("Zoom in");
    expect(await page.textContent("#legend")).toContain("Borders");
    await page.locator("#address").fill("");
    await page.locator("#address").pressSequentially("glocken");
    await page.waitForSelector("[role=option]");
    expect(await page.getAttribute("[role=listbox]", "aria-label")).toBe("Suggestions");
    expect(await page.textContent("#status")).toMatch(/suggestions?\b/);
  });

  it("are chosen by keyboard, and with no script", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.focus(".languages summary");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/zustaendigkeit?lang=en");
    await page.fill("#address", CASES.unique);
    await page.press("#address", "Enter");
    await page.waitForSelector("[data-status=unique]");
    expect(await page.getAttribute("html", "lang")).toBe("en");
    expect(new URL(page.url()).search).toBe("?lang=en");
  });

  for (const [lang, dir] of [
    ["en", "ltr"],
    ["ar", "rtl"],
  ]) {
    it(`axe finds nothing in ${lang}, and nothing scrolls sideways`, async () => {
      const viewport = { width: 320, height: 700 };
      const page = await open({ viewport }, `/zustaendigkeit?lang=${lang}`);
      expect(await page.getAttribute("html", "dir")).toBe(dir);
      for (const address of [CASES.unique, CASES.ambiguous, CASES.outside]) {
        await ask(page, address);
        expect(await flaws(page)).toEqual([]);
      }
    });
  }
});
