import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { ask, base, mapReady, open, requestsOf, useBrowser } from "./support/browser";
import { flaws } from "./support/flaws";

useBrowser();

const SPLIT = "Ulzburger Straße";

/** Answers the suggestions for a text only after so long. */
async function slow(page: Page, delays: Record<string, number>) {
  await page.route("**/api/v1/suggest", async (route) => {
    const { text } = route.request().postDataJSON() as { text: string };
    await new Promise((go) => setTimeout(go, delays[text] ?? 0));
    await route.continue().catch(() => undefined);
  });
}

const options = (page: Page) => page.locator("#address-list [role=option]");
const active = (page: Page) => page.getAttribute("#address", "aria-activedescendant");
const caret = (page: Page) =>
  page.locator("#address").evaluate((field) => (field as HTMLInputElement).selectionStart);

async function ready(path = "/zustaendigkeit", width = 1280) {
  const page = await open({ viewport: { width, height: 800 } }, path);
  await page.waitForSelector("#address[role=combobox]");
  return page;
}

describe("suggestions", () => {
  it("never hold up what is typed, however slow the server is", async () => {
    const page = await ready();
    await slow(page, { glock: 5000, glocken: 5000, glockenheide: 0 });
    await page.locator("#address").pressSequentially("glock", { delay: 30 });
    await page.waitForTimeout(200);
    await page.locator("#address").pressSequentially("enheide", { delay: 30 });
    expect(await page.inputValue("#address")).toBe("glockenheide");
    await options(page).first().waitFor({ timeout: 3000 });
    expect(await options(page).first().textContent()).toBe("Glockenheide");
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });

  it("of an older text do not come back over newer ones", async () => {
    const page = await ready();
    await slow(page, { glocken: 600 });
    await page.fill("#address", "glocken");
    await page.waitForTimeout(200);
    await page.fill("#address", "rathaus");
    await page.getByRole("option", { name: "Rathausallee", exact: true }).waitFor();
    await page.waitForTimeout(800);
    expect((await options(page).allTextContents()).join()).not.toMatch(/Glocken/);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });

  it("that fitted an older text go away when the newer ones are late", async () => {
    const page = await ready();
    await slow(page, { rathaus: 3000 });
    await page.fill("#address", "glocken");
    await options(page).first().waitFor();
    await page.fill("#address", "rathaus");
    await page.locator("#address-list").waitFor({ state: "hidden", timeout: 2000 });
    await options(page).first().waitFor();
    expect((await options(page).allTextContents()).join()).toMatch(/Rathaus/);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });

  it("leave Enter to what is typed, and follow the keys of a combobox", async () => {
    const page = await ready();
    await page.locator("#address").pressSequentially("glocken");
    await options(page).first().waitFor();
    await page.keyboard.press("ArrowDown");
    expect(await active(page)).toBe("address-list-0");
    await page.keyboard.press("Home");
    expect([await active(page), await caret(page)]).toEqual([null, 0]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    expect([await active(page), await caret(page)]).toEqual([null, 7]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowLeft");
    expect([await active(page), await caret(page)]).toEqual([null, 6]);
    expect(await page.locator("#address-list").isVisible()).toBe(true);
    await page.keyboard.press("Alt+ArrowUp");
    expect(await page.locator("#address-list").isVisible()).toBe(false);
    await page.keyboard.press("Alt+ArrowDown");
    expect(await page.locator("#address-list").isVisible()).toBe(true);
    expect(await active(page)).toBeNull();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    expect(await page.inputValue("#address")).toBe("glocken");
    // Nothing is marked any more: the text itself is asked.
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=unknown_street], [data-status=ambiguous]");
    expect(await page.inputValue("#address")).toBe("glocken");
  });

  it("keep the house number and the postcode that were typed", async () => {
    const page = await ready();
    await page.fill("#address", "Ulzburger 12, 22850");
    await options(page).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status]");
    expect(await page.inputValue("#address")).toBe("Ulzburger Straße 12, 22850");
    await page.fill("#address", "Ulzburger 9999");
    await options(page).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await page.inputValue("#address")).toBe("Ulzburger Straße 9999");
    await page.fill("#address", "22846 Norderstedt, Ulzb");
    await options(page).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.type("12");
    expect(await page.inputValue("#address")).toBe("Ulzburger Straße 12, 22846 Norderstedt");
  });

  it("are large enough to be touched", async () => {
    const page = await ready("/zustaendigkeit", 375);
    await page.fill("#address", "buchen");
    await options(page).first().waitFor();
    for (const option of await options(page).all()) {
      expect((await option.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
  });
});

describe("a street that several Sozialräume share", () => {
  it("is shown as the numbers of each team, and its number is asked for in place", async () => {
    const page = await ready();
    expect(await ask(page, SPLIT)).toBe("unknown_house_number");
    const rows = page.locator(".range[data-area]");
    expect(await rows.count()).toBe(4);
    const text = await page.locator(".ranges").innerText();
    expect(text).toMatch(/Sozialraumteam Süd A: Garstedt/);
    expect(text).toMatch(/Garstedt, Region Süd/);
    expect(text).toMatch(/\d+–\d+ \(ungerade\)/);
    expect(text).toMatch(/zu klären: /);
    expect(text).toMatch(/nah an einer Grenze/);
    await page.getByRole("textbox", { name: "Hausnummer" }).fill("506");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-title*='Nord A']");
    expect(await page.inputValue("#address")).toBe("Ulzburger Straße 506");
    expect(await page.locator("#answer").textContent()).toContain("504");
    expect(requestsOf(page).some(({ url }) => decodeURIComponent(url).includes("Ulzb"))).toBe(
      false,
    );
  });

  it("asks for its number without scripts as well", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.fill("#address", SPLIT);
    await page.click("#ask button[type=submit]");
    await page.getByRole("textbox", { name: "Hausnummer" }).fill("12");
    await page.getByRole("button", { name: "Fragen", exact: true }).click();
    expect(await page.inputValue("#address")).toBe("Ulzburger Straße 12");
    expect(await page.locator("[data-status]").getAttribute("data-status")).not.toBe(
      "unknown_house_number",
    );
  });

  it("is drawn on the map, and row and part stand out together", async () => {
    const page = await ready();
    await ask(page, SPLIT);
    await mapReady(page);
    const lit = () => page.getAttribute("#map-panel", "data-lit");
    const row = page.locator(".range[data-area=garstedt]");
    await row.hover();
    expect(await lit()).toBe("garstedt");
    expect(await row.getAttribute("class")).toContain("range--lit");
    await page.locator("h1").hover();
    expect(await lit()).toBe("");
    await row.getByRole("button").focus();
    expect(await lit()).toBe("garstedt");
    await page.locator(".map__legend summary").click();
    const legend = await page.locator("#legend").innerText();
    expect(legend).toContain("Gefragte Straße");
    expect(legend).toMatch(/\d: Garstedt/);
    // From the map to the row: the part fills the map, and the pointer finds it.
    await page.keyboard.press("Enter");
    await page.locator("#map").scrollIntoViewIfNeeded();
    const box = await page.locator("#map").boundingBox();
    if (!box) throw new Error("no map");
    await expect
      .poll(
        async () => {
          for (let step = 1; step < 40; step += 1) {
            await page.mouse.move(box.x + (box.width * step) / 40, box.y + box.height / 2);
            if ((await lit()) !== "" && (await page.locator(".range--lit").count()) === 1) {
              return true;
            }
          }
          return false;
        },
        { timeout: 10_000 },
      )
      .toBe(true);
  });

  it("is shown on the map of a phone that nobody has scrolled to", async () => {
    const page = await ready("/zustaendigkeit", 375);
    await ask(page, SPLIT);
    const map = page.locator("#map");
    const inSight = async () => {
      const box = await map.boundingBox();
      return box !== null && box.y >= 0 && box.y + box.height <= 800;
    };
    expect(await inSight()).toBe(false);
    await page.locator(".range[data-area=garstedt] [data-show-area]").click();
    await mapReady(page);
    await expect.poll(inSight).toBe(true);
    const rows = page.locator(".range[data-area]");
    const marks = await rows.evaluateAll((rows) =>
      rows.map((row) => (row as HTMLElement).style.getPropertyValue("--mark")),
    );
    expect(new Set(marks).size).toBe(4);
  });

  for (const width of [1280, 375]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`has nothing that axe finds at ${width} px, ${colorScheme}`, async () => {
        const page = await open({ viewport: { width, height: 800 }, colorScheme });
        await ask(page, SPLIT);
        expect(await flaws(page)).toEqual([]);
      });
    }
  }
});

describe("a day", () => {
  it("is seen in the answer and holds for the borders on the map until it is today again", async () => {
    const page = await ready();
    await page.click(".more summary");
    await page.fill("#as-of", "2020-05-01");
    await ask(page, SPLIT);
    await mapReady(page);
    expect(await page.locator("#answer").innerText()).toContain("Auskunft für den 1. Mai 2020");
    await page.waitForSelector("#map-panel[data-day='2020-05-01']");
    const dated = requestsOf(page).filter(({ url }) => url.includes("as_of=2020-05-01"));
    expect(dated.map(({ url }) => new URL(url).pathname).sort()).toEqual([
      "/api/v1/borders",
      "/api/v1/sozialraeume",
    ]);
    await page.getByRole("textbox", { name: "Hausnummer" }).fill("12");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-line='Ulzburger Straße 12'][data-day]");
    await page.getByRole("button", { name: "Für heute fragen" }).click();
    await page.waitForSelector("[data-line='Ulzburger Straße 12']:not([data-day])");
    expect(await page.inputValue("#as-of")).toBe("");
    await page.waitForSelector("#map-panel[data-day='']");
  });
});

describe("what was asked on this page", () => {
  const kept = (page: Page) =>
    page.evaluate(async () =>
      JSON.stringify({
        local: { ...localStorage },
        session: { ...sessionStorage },
        cookies: document.cookie,
        history: history.state,
        address: location.href,
        databases: await indexedDB.databases(),
        caches: await caches.keys(),
      }),
    );

  it("is listed, asked again by a click, and kept nowhere", async () => {
    const page = await ready();
    const entries = await page.evaluate(() => history.length);
    await ask(page, "Rathausallee 50");
    await ask(page, "Glockenheide 42");
    await ask(page, "");
    const recent = page.locator("#recent");
    expect(await recent.locator("li").count()).toBe(2);
    expect(await recent.locator("li").first().innerText()).toMatch(/Glockenheide 42[\s\S]*Nord A/);
    expect(await recent.innerText()).toContain("Nur auf dieser Seite, bis Sie sie schließen.");
    await recent.getByRole("button", { name: /Rathausallee 50/ }).click();
    await page.waitForSelector("[data-line='Rathausallee 50']");
    expect(await page.inputValue("#address")).toBe("Rathausallee 50");
    expect(await recent.locator("li").first().innerText()).toContain("Rathausallee 50");
    expect(await recent.locator("li").count()).toBe(2);
    expect(await kept(page)).not.toMatch(/Rathaus|Glocken/);
    expect(await page.evaluate(() => history.length)).toBe(entries);
    const urls = requestsOf(page).map(({ url }) => decodeURIComponent(url));
    expect(urls.filter((url) => /Rathaus|Glocken/.test(url))).toEqual([]);
    await recent.getByRole("button", { name: "Liste leeren" }).click();
    expect(await recent.isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("address");
    expect(await page.locator("#status").textContent()).toBe("Die Liste ist leer.");
    expect(await page.locator("#recent").innerHTML()).not.toMatch(/Rathaus|Glocken/);
  });

  it("holds the last ten", async () => {
    const page = await ready();
    for (let number = 1; number <= 12; number += 1)
      await ask(page, `Glockenheide ${9000 + number}`);
    const lines = await page.locator("#recent .recent__line").allTextContents();
    expect(lines.length).toBe(10);
    expect(lines[0]).toBe("Glockenheide 9012");
    expect(lines[9]).toBe("Glockenheide 9003");
  });

  it("is gone after a reload, and when somebody leaves the page and comes back", async () => {
    const page = await ready();
    await ask(page, "Rathausallee 50");
    await page.reload();
    await page.waitForSelector("#address[role=combobox]");
    expect(await page.locator("#recent").isVisible()).toBe(false);
    await ask(page, "Rathausallee 50");
    // Signing out is such a form: it leads to another page.
    await page.goto(`${base}/anmelden`);
    await page.goBack();
    await page.waitForSelector("#address[role=combobox]");
    expect(await page.locator("#recent").isVisible()).toBe(false);
    expect(await page.locator("#recent li").count()).toBe(0);
    expect(await page.inputValue("#address")).toBe("");
  });

  for (const width of [1280, 375]) {
    it(`has nothing that axe finds at ${width} px`, async () => {
      const page = await ready("/zustaendigkeit", width);
      await ask(page, "Rathausallee 50");
      await ask(page, "Glockenheide 42");
      expect(await flaws(page)).toEqual([]);
      for (const entry of await page.locator(".recent__again").all()) {
        expect((await entry.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      }
    });
  }
});
