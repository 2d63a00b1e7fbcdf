import { describe, expect, it } from "vitest";
import { allow, ask, CASES, mapReady, open, requestsOf, useBrowser } from "./support/browser";

useBrowser();

describe("the map", () => {
  it("asks for the place that is clicked on", async () => {
    const page = await open();
    await mapReady(page);
    await page.locator("#map").click();
    await page.waitForSelector("[data-status]");
    const body = requestsOf(page).find(({ body }) => body?.includes("lon="))?.body ?? "";
    const fields = new URLSearchParams(body);
    expect(Number(fields.get("lon"))).toBeCloseTo(10, 0);
    expect(Number(fields.get("lat"))).toBeCloseTo(53.7, 0);
    expect(await page.locator("#status").textContent()).not.toBe("");
  });

  it("asks for its centre by keyboard, after moving by keyboard", async () => {
    const page = await open();
    await mapReady(page);
    const lat = async () => {
      await page.locator("#ask-centre").focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector("#answer:not([aria-busy]) [data-status]");
      const bodies = requestsOf(page).filter(({ body }) => body?.includes("lat="));
      return Number(new URLSearchParams(bodies.at(-1)?.body ?? "").get("lat"));
    };
    const before = await lat();
    await page.locator("#map").focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForTimeout(600);
    expect(await lat()).toBeLessThan(before);
  });

  it("draws place and distance near a border, and nothing for an unknown street", async () => {
    const page = await open();
    await mapReady(page);
    await ask(page, CASES.near_border);
    await page.waitForSelector('#map-panel[data-marks="2"]');
    await ask(page, CASES.unknown_street);
    await page.waitForSelector('#map-panel[data-marks="0"]');
  });

  it("looks at the whole city again when an answer has no place", async () => {
    const page = await open();
    await mapReady(page);
    const scale = () => page.locator(".ol-scale-line-inner").textContent();
    const city = await scale();
    await ask(page, CASES.unique);
    await expect.poll(scale).not.toBe(city);
    await ask(page, "Reeperbahn 1, Hamburg");
    await expect.poll(scale).toBe(city);
  });

  it("has buttons that can be hit, with German names", async () => {
    const page = await open();
    await mapReady(page);
    for (const name of ["Vergrößern", "Verkleinern", "Kartenmitte abfragen"]) {
      const box = await page.getByRole("button", { name }).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
    }
    expect(await page.locator(".ol-attribution").textContent()).toContain("OpenStreetMap");
  });

  it("can be skipped", async () => {
    const page = await open();
    await mapReady(page);
    await page.locator("#map-panel .skip").focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("map-after");
  });

  it("says everything in its legend that it draws", async () => {
    const page = await open();
    await mapReady(page);
    await page.click(".map__legend summary");
    const text = (await page.locator("#legend").textContent()) ?? "";
    const drawn = await page.evaluate(async () => {
      const areas = await (await fetch("/api/v1/sozialraeume")).json();
      return areas.features.map((f: { properties: { name: string } }) => f.properties.name);
    });
    expect(drawn.length).toBe(4);
    for (const name of drawn) expect(text).toContain(name);
    for (const word of ["gepunktet", "kariert", "angenommen", "Stadtgrenze"]) {
      expect(text).toContain(word);
    }
  });

  it("leaves the page usable when it cannot be loaded", async () => {
    const page = await open();
    allow(page, /500/);
    await page.route("**/api/v1/sozialraeume", (route) => route.fulfill({ status: 500 }));
    await page.reload();
    await page.waitForSelector("#map-panel[data-state=failed]");
    expect(await ask(page, CASES.unique)).toBe("unique");
    expect(await page.locator(".map__message--failed").isVisible()).toBe(true);
  });

  it("shows the tiles of its own server", async () => {
    const page = await open();
    await mapReady(page);
    const tiles = requestsOf(page).filter(({ url }) => url.includes("/tiles/base/"));
    expect(tiles.length).toBeGreaterThan(0);
    const answer = await page.request.get(tiles[0]?.url ?? "");
    expect(answer.headers()["content-type"]).toBe("application/vnd.mapbox-vector-tile");
    const again = await page.request.get(tiles[0]?.url ?? "", {
      headers: { "If-None-Match": answer.headers().etag ?? "" },
    });
    expect(again.status()).toBe(304);
    const missing = await page.request.get(new URL("/tiles/base/3/8/0", page.url()).href);
    expect(missing.status()).toBe(404);
  });
});
