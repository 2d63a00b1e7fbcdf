import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { allow, mapReady, open, requestsOf, useBrowser } from "./support/browser";
import { flaws } from "./support/flaws";

useBrowser();

const RESULTS = "#results:not([aria-busy]) :is(.results, [data-spoken])";

/** Types into the one field and waits for the results. */
async function search(page: Page, text: string) {
  await page.fill("#was", text);
  const answered = page.waitForResponse(
    (response) => response.request().method() === "POST" && response.url().includes("/karte"),
  );
  await page.press("#was", "Enter");
  await answered;
  await page.waitForSelector(RESULTS);
}

function panel(page: Page, name: string) {
  return page.evaluate(
    (name) =>
      Number(document.querySelector<HTMLElement>("#map-panel")?.dataset[name] ?? Number.NaN),
    name,
  );
}

/** How many offers the text above the list names: all, and those without a place. */
async function said(page: Page): Promise<[number, number]> {
  const text = (await page.locator(".results__summary").textContent()) ?? "";
  const [total = 0, unplaced = 0] = (text.match(/\d+/g) ?? []).map(Number);
  return [total, unplaced];
}

describe("the list and the map", () => {
  for (const path of ["/karte", "/karte?category=kita", "/karte?category=stop,playground"]) {
    it(`show the same for ${path}`, async () => {
      const page = await open({}, path);
      await mapReady(page);
      const [total, unplaced] = await said(page);
      expect(total).toBeGreaterThan(0);
      await expect
        .poll(async () => (await panel(page, "pins")) + (await panel(page, "rest")))
        .toBe(total - unplaced);
      expect(await page.locator(".offer[data-lon]").count()).toBe(await panel(page, "pins"));
    });
  }

  it("lead from each to the other", async () => {
    const page = await open({}, "/karte?category=early_help");
    await mapReady(page);
    await page.locator("[data-show]").first().click();
    await page.waitForSelector(".popup a");
    expect(await page.locator(".popup a").textContent()).toBe(
      await page.locator(".offer h3 a").first().textContent(),
    );
    await page.locator(".popup__close").click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("map");
    // Two clicks at once would be a double click; a single one waits whether it becomes two.
    await page.waitForTimeout(400);
    // The only pin is in the middle now.
    await page.locator("#map").click();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest(".offer")?.id), {
        timeout: 5_000,
      })
      .toBe("offer-1");
    expect(await page.locator(".offer--marked").count()).toBe(1);
  });

  it("are sorted by distance from an address, whose team is named", async () => {
    const page = await open({}, "/karte");
    await mapReady(page);
    await search(page, "Rathausallee 50");
    expect(await page.getAttribute("[data-status]", "data-status")).toBe("unique");
    expect(await page.locator(".team-card__team").textContent()).toContain("Sozialraumteam");
    const metres = (await page.locator(".offer__where").allTextContents())
      .map((text) => /([\d,]+) (k?m) Luftlinie/.exec(text))
      .map((found) => Number(found?.[1]?.replace(",", ".")) * (found?.[2] === "km" ? 1000 : 1));
    expect(metres.length).toBe(20);
    expect(metres).toEqual([...metres].sort((a, b) => a - b));
  });

  it("name no team that is not safe", async () => {
    const page = await open({}, "/karte");
    await search(page, "Deckerberg 5");
    expect(await page.getAttribute("[data-status]", "data-status")).toBe("near_border");
    expect(await page.locator(".team-card__team").count()).toBe(0);
    await page.click(".team-card form[action='/zustaendigkeit'] button");
    await page.waitForSelector("#answer [data-status=near_border]");
  });
});

describe("searching", () => {
  it("keeps filters in the link and what was typed out of it", async () => {
    const page = await open({}, "/karte");
    await search(page, "Schule");
    await page.click("#filters summary");
    await page.check("input[value=school]");
    await page.waitForURL("**/karte?category=school");
    expect(await page.inputValue("#was")).toBe("Schule");
    await page.click(".chip");
    await page.waitForURL("**/karte");
    expect(await page.isChecked("input[value=school]")).toBe(false);
    const typed = requestsOf(page).filter(({ url }) => /schule/i.test(decodeURIComponent(url)));
    expect(typed).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe(
      "{}",
    );
  });

  it("takes a suggested category as a filter", async () => {
    const page = await open({}, "/karte");
    await page.locator("#was").pressSequentially("büche");
    await page.waitForSelector("[role=option]");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/karte?category=culture");
    expect(await page.inputValue("#was")).toBe("");
  });

  it("finds what is near, and keeps the place out of every address", async () => {
    const page = await open(
      { geolocation: { longitude: 9.9949, latitude: 53.7075 }, permissions: ["geolocation"] },
      "/karte",
    );
    await page.click("#near");
    await page.waitForSelector("#team-title");
    expect(await page.locator("#list-title").textContent()).toBe("In der Nähe");
    const urls = requestsOf(page).map(({ url }) => url);
    expect(urls.filter((url) => url.includes("9.99"))).toEqual([]);
  });

  it("says so when the place is not known", async () => {
    const page = await open({}, "/karte");
    await page.click("#near");
    await page.waitForSelector("#near-failed:not([hidden])");
  });

  it("says so when the server cannot be reached", async () => {
    const page = await open({}, "/karte");
    allow(page, /net::ERR_FAILED/);
    await page.route("**/karte", (route) => route.abort());
    await page.fill("#was", "Kita");
    await page.press("#was", "Enter");
    await page.waitForSelector("#results .kern-alert--danger");
  });

  it("works by keyboard alone, from the first page on", async () => {
    const page = await open({}, "/");
    await page.focus("#was");
    await page.keyboard.type("Bücherei");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/karte");
    expect(await page.locator(".offer").count()).toBeGreaterThan(0);
    await page.focus(".skips a[href='#results']");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("#results") !== null)).toBe(
      true,
    );
  });

  it("works without JavaScript", async () => {
    const page = await open({ javaScriptEnabled: false }, "/");
    await page.click(".tile--kita");
    expect(new URL(page.url()).search).toBe("?category=kita");
    await page.fill("#was", "Rathausallee 50");
    await page.click("#search .kern-btn--primary");
    expect(await page.locator(".team-card__team").isVisible()).toBe(true);
    expect(await page.locator(".offer__where").first().textContent()).toContain("Luftlinie");
    expect(await page.locator(".chip").textContent()).toContain("Kitas");
    await page.click(".paging button");
    expect(await page.locator("#offer-21").isVisible()).toBe(true);
    await page.click(".chip");
    expect(await page.locator(".chip").count()).toBe(0);
    expect(await page.inputValue("#was")).toBe("Rathausallee 50");
    expect(new URL(page.url()).search).toBe("");
  });
});

describe("for everybody", () => {
  for (const width of [1280, 375, 320]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`axe finds nothing at ${width} px, ${colorScheme}`, async () => {
        const viewport = { width, height: 800 };
        const page = await open({ viewport, colorScheme }, "/");
        const check = async (state: string) => expect(await flaws(page), state).toEqual([]);
        await check("start");
        await page.goto(new URL("/karte?category=kita&free=true&unknown=true", page.url()).href);
        await mapReady(page);
        await check("list");
        for (const text of ["Rathausallee 50", "Deckerberg 5", "Quarkxyz 3"]) {
          await search(page, text);
          await check(text);
        }
      }, 120_000);
    }
  }

  it("reads from right to left", async () => {
    const page = await open({ viewport: { width: 375, height: 800 } }, "/karte?lang=ar");
    await mapReady(page);
    expect(await page.getAttribute("html", "dir")).toBe("rtl");
    const wide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(wide).toBeLessThanOrEqual(0);
    const number = await page.locator(".offer__number").first().boundingBox();
    expect(number?.x ?? 0).toBeGreaterThan(180);
  });

  it("moves nothing while the page is built", async () => {
    const page = await open({}, "/karte");
    await mapReady(page);
    const shift = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              sum += (entry as { value?: number } & PerformanceEntry).value ?? 0;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(sum), 500);
        }),
    );
    expect(shift).toBeLessThan(0.05);
  });
});
