import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { makeAccount, signIn } from "./support/accounts";
import { allow, base, open, useBrowser } from "./support/browser";
import { flaws } from "./support/flaws";

useBrowser();

const NAME = "karla";
/** How far the mark moves with a key, in degrees; much more than rounding. */
const A_BIT = 0.000_005;

/** Goes to an element by Tab. */
async function tabTo(page: Page, selector: string) {
  for (let step = 0; step < 300; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
  }
  throw new Error(`„${selector}“ cannot be reached by Tab on ${page.url()}.`);
}

async function use(page: Page, selector: string, key = "Enter") {
  await tabTo(page, selector);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
}

const mapReady = (page: Page) =>
  page.waitForSelector("#placing[data-state=ready]", { timeout: 20_000 });

beforeAll(() => makeAccount(NAME, "coordinator"));

describe("the resource map is kept true", () => {
  it("an offer is added, placed, verified and taken back by keyboard alone", async () => {
    const page = await open();
    await signIn(page, NAME);
    await page.goto(`${base}/koordination`);
    await use(page, "a[href='/koordination/neu']");
    await mapReady(page);
    await tabTo(page, "#name");
    await page.keyboard.type("Nachbarschaftstreff am Test");
    await tabTo(page, "#categories-meeting_place");
    await page.keyboard.press("Space");
    await tabTo(page, "[id='address.street']");
    await page.keyboard.type("Rathausallee 50");
    await use(page, "[name=do][value=locate]");
    await mapReady(page);
    expect(await page.locator("#area").innerText()).toContain("Liegt im Sozialraum");
    const before = Number(await page.inputValue("#lon"));
    await tabTo(page, "#map");
    await page.keyboard.press("ArrowRight");
    expect(Number(await page.inputValue("#lon"))).toBeGreaterThan(before + A_BIT);
    await tabTo(page, "[id='row.0.days-mo']");
    await page.keyboard.press("Space");
    await tabTo(page, "[id='row.0.from']");
    await page.keyboard.type("9");
    await tabTo(page, "[id='row.0.to']");
    await page.keyboard.type("12");
    await use(page, "[name=do][value=verify]");
    expect(await page.inputValue("#hours")).toBe("Mo 09:00-12:00");
    expect(await page.locator("main").innerText()).toContain("Geprüft von karla");
    await use(page, "form.undo button");
    expect(await page.locator("main").innerText()).toContain("von der Karte genommen");
  }, 120_000);

  it("works without scripts", async () => {
    const page = await open({ javaScriptEnabled: false });
    await signIn(page, NAME);
    await page.goto(`${base}/koordination/neu`);
    expect(await page.locator("#map").isVisible()).toBe(false);
    await page.fill("#name", "Ohne Skripte");
    await page.fill("[id='row.0.from']", "9");
    await page.click("[name=do][value=more]");
    expect(await page.inputValue("#name")).toBe("Ohne Skripte");
    expect(await page.locator("[id='row.1.from']").count()).toBe(1);
    await page.click("[name=do][value=save]:not([aria-hidden])");
    const errors = await page.locator("#message a").allInnerTexts();
    expect(errors.join(" ")).toContain("Kategorien");
  });

  it("the mark follows a click", async () => {
    const page = await open();
    // A hint about speed: what lies under the pointer is read from the canvas.
    allow(page, /willReadFrequently/);
    await signIn(page, NAME);
    await page.goto(`${base}/koordination/neu`);
    await mapReady(page);
    await page.locator("#map").click();
    await page.waitForSelector("#placing[data-marks='1']");
    expect(Number(await page.inputValue("#lat"))).toBeGreaterThan(50);
  });
});

describe("accessibility", () => {
  for (const width of [1280, 375]) {
    it(`axe finds nothing at ${width} px and nothing scrolls sideways`, async () => {
      const page = await open({ viewport: { width, height: 900 } });
      await signIn(page, NAME);
      await page.goto(`${base}/koordination`);
      const entry = await page.locator(".row__name a").first().getAttribute("href");
      await page.goto(`${base}/koordination/doppelte`);
      const pair = await page.locator(".row__do a").first().getAttribute("href");
      const paths = ["", "/angebote", "/neu", "/doppelte"].map((end) => `/koordination${end}`);
      for (const path of [...paths, entry, `${entry}/entfernen`, pair]) {
        await page.goto(base + path);
        if (await page.locator("#placing").count()) await mapReady(page);
        expect(await flaws(page), path ?? "").toEqual([]);
      }
    }, 120_000);
  }
});
