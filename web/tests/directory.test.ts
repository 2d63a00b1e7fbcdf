import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { signInAsAdmin } from "./support/accounts";
import { base, open, useBrowser } from "./support/browser";
import { flaws } from "./support/flaws";

useBrowser();

const LIST = "/verwaltung/adressen";
const IMPORT = `${LIST}/einlesen`;
const RULES = file(
  "regeln.csv",
  "street,numbers,sozialraum,reason\nGlockenheide,40-60 ger.,garstedt,Probe\n",
);
const REGISTER = file(
  "verzeichnis.csv",
  "Straße;Hausnummern;Bezirk\nGlockenheide;40-60 ger.;Süd\nGlockenheide;1-9 ung.;friedrichsgabe\nQuarkstraße;;Süd\n",
);

function file(name: string, content: string) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(content) };
}

const text = (page: Page) => page.locator("main").innerText();

/** Types a rule that contradicts the map and checks it. */
async function preview(page: Page) {
  await page.goto(`${base}${LIST}/regel`);
  await page.fill("#street", "Glockenheide");
  await page.fill("#numbers", "40-60 ger.");
  await page.selectOption("#sozialraum", "garstedt");
  await page.fill("#reason", "Beschluss zur Probe");
  await page.click("button[value=pruefen]");
  await page.waitForSelector("button[value=speichern]");
}

async function upload(page: Page, content: typeof RULES) {
  await page.goto(base + IMPORT);
  await page.setInputFiles("#file", content);
  await page.click("form[enctype] button");
  await page.waitForURL(/\/plan/);
}

/** Matches the strange name of an area in the register. */
async function match(page: Page) {
  await page.selectOption("#area0", "garstedt");
  await page.click("text=Neu lesen");
  await page.waitForSelector("#group-open");
}

/** Takes back what the page offers to take back. */
async function takeBack(page: Page) {
  await page.click("form.undo button");
  await page.waitForSelector(".history");
  expect(await text(page)).toContain("Die Änderung ist zurückgenommen");
}

describe.skipIf(!inject("invitation"))("address directory", () => {
  it("keeps rules and reads files without JavaScript", async () => {
    const page = await open({ javaScriptEnabled: false }, "/anmelden");
    await signInAsAdmin(page);
    await preview(page);
    expect(await text(page)).toContain("40, 42, 44 … 60 (gerade)");
    await page.click("button[value=speichern]");
    expect(await text(page)).toContain("Die Regel gilt");
    await takeBack(page);

    await upload(page, RULES);
    expect(await text(page)).toContain("1 neu");
    await page.click("text=Alles übernehmen");
    expect(await text(page)).toContain("Die Regeln der Datei gelten");
    await takeBack(page);

    await upload(page, REGISTER);
    await match(page);
    expect(await text(page)).toContain("Die Straße „Quarkstraße“ gibt es nicht");
    await page.check("#line2-rule");
    await page.click("text=Auswahl übernehmen");
    expect(await text(page)).toContain("gelten jetzt als Regeln");
    await takeBack(page);
  });

  it("is done by keyboard, with suggestions for the street", async () => {
    const page = await open({}, "/anmelden");
    await signInAsAdmin(page);
    await page.goto(`${base}${LIST}/regel`);
    await page.waitForSelector("#street[role=combobox]");
    await page.focus("#street");
    await page.keyboard.type("glockenh");
    await page.waitForSelector("#street-list [role=option]");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await page.inputValue("#street")).toBe("Glockenheide");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("numbers");
    await page.keyboard.type("40-60 ger.");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Gars");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Beschluss");
    await page.keyboard.press("Enter");
    await page.waitForSelector("button[value=speichern]");
    expect(await text(page)).toContain("Garstedt");
    // Mistakes are reached from the message above the form.
    await page.goto(`${base}${LIST}/regel`);
    await page.waitForSelector("#street[role=combobox]");
    await page.focus("#reason");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#street-error");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("message");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("street");
  });

  for (const width of [1280, 375]) {
    it(`axe finds nothing at ${width} px`, async () => {
      const page = await open({ viewport: { width, height: 800 } }, "/anmelden");
      await signInAsAdmin(page);
      const found: Record<string, string[]> = {};
      await preview(page);
      found.preview = await flaws(page);
      await page.click("button[value=speichern]");
      for (const path of ["", "/regel", "/widersprueche", "/verlauf", "/einlesen"]) {
        await page.goto(base + LIST + path);
        found[path] = await flaws(page);
      }
      await upload(page, RULES);
      found.rules = await flaws(page);
      await page.goto(`${base}${LIST}/verlauf`);
      await page.click(".history__change >> nth=0 >> button");
      await upload(page, REGISTER);
      found.areas = await flaws(page);
      await match(page);
      found.register = await flaws(page);
      expect(Object.values(found).flat(), JSON.stringify(found)).toEqual([]);
    }, 60_000);
  }
});
