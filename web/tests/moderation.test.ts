import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { makeAccount, signIn } from "./support/accounts";
import { base, open, useBrowser } from "./support/browser";
import { flaws } from "./support/flaws";

useBrowser();

const NAME = "kora";
const PAGES = [
  "/koordination/hinweise",
  "/koordination/hinweise?stand=entschieden",
  "/koordination/mehrere?category=kita&alle=1",
  "/koordination/import",
  "/koordination/export",
];
const FILE = {
  name: "vereine.csv",
  mimeType: "text/csv",
  buffer: Buffer.from("name;kategorien\nChor am Markt;culture\nBoule im Park;sport\n"),
};

const text = (page: Page) => page.locator("main").innerText();

/** Opens a suggestion to decide, after sending one. */
async function decide(page: Page) {
  await page.goto(`${base}/angebot-vorschlagen`);
  await page.fill("#name", "Repair-Café");
  await page.click("main form button[type=submit]");
  await page.click("button[value=send]");
  await page.waitForSelector("#secret");
  await page.goto(`${base}/koordination/hinweise`);
  await page.locator(".row a").first().click();
  await page.waitForSelector("form[action$='/ablehnen']");
}

/** Reads a file up to its dry run. */
async function check(page: Page) {
  await page.goto(`${base}/koordination/import`);
  await page.setInputFiles("#file", FILE);
  await page.click("form[enctype] button");
  await page.waitForSelector("#group-new, #group-unchanged");
}

/** Makes a link for the first entry of the list and returns it. */
async function link(page: Page): Promise<string> {
  await page.goto(`${base}/koordination/mehrere`);
  const id = (await page.inputValue("#entry-1")).split(":")[0];
  const token = await page.inputValue("input[name=form_token] >> nth=0");
  await page.evaluate(
    ([id, token]) => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = `/koordination/angebot/${id}/link`;
      form.innerHTML = `<input name="form_token" value="${token}">`;
      document.body.append(form);
      form.submit();
    },
    [id, token],
  );
  await page.waitForSelector("#secret");
  return page.inputValue("#secret");
}

describe.skipIf(!inject("invitation"))("coordination", () => {
  it("reads a file and changes several entries without JavaScript", async () => {
    await makeAccount(NAME, "coordinator");
    const page = await open({ javaScriptEnabled: false }, "/anmelden");
    await signIn(page, NAME);
    await check(page);
    expect(await text(page)).toContain("Chor am Markt");
    await page.click("form[action$='/uebernehmen'] button");
    expect(await text(page)).toContain("Die Datei ist übernommen");

    await page.goto(`${base}/koordination/mehrere`);
    await page.check("text=Chor am Markt");
    await page.check("#change-provider");
    await page.fill("#to_provider", "Chorverband");
    await page.click("text=Vorschau");
    expect(await text(page)).toContain("Chorverband");
    await page.click("text=Jetzt ändern");
    expect(await text(page)).toContain("Fertig");
    await page.click("text=Alles zurücknehmen");
    expect(await text(page)).toContain("Zurückgenommen");
  });

  it("is done by keyboard", async () => {
    const page = await open({}, "/anmelden");
    await signIn(page, NAME);
    await page.goto(`${base}/koordination/mehrere`);
    const reach = async (selector: string) => {
      for (let step = 0; step < 300; step += 1) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
      }
      throw new Error(`„${selector}“ cannot be reached by Tab.`);
    };
    await reach("#entry-1");
    await page.keyboard.press("Space");
    await page.goto(`${page.url()}#change`);
    await reach("[name=change]");
    for (let step = 0; step < 20; step += 1) {
      if (await page.locator("#change-verified").isChecked()) break;
      await page.keyboard.press("ArrowDown");
    }
    await reach("button[type=submit]");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    expect(await text(page)).toContain("Das würde sich ändern");
  });

  it("lets a provider confirm an entry once, without JavaScript and without an account", async () => {
    const staff = await open({}, "/anmelden");
    await signIn(staff, NAME);
    const address = await link(staff);
    expect(staff.url()).not.toContain("bestaetigen");
    const page = await open({ javaScriptEnabled: false }, new URL(address).pathname);
    expect(await flaws(await open({}, new URL(address).pathname))).toEqual([]);
    await page.click("text=Alles stimmt so");
    expect(await text(page)).toContain("Vielen Dank");
    await page.goto(base + new URL(address).pathname);
    expect(await text(page)).toContain("gilt nicht mehr");
  });

  for (const width of [1280, 375]) {
    it(`axe finds nothing at ${width} px`, async () => {
      const page = await open({ viewport: { width, height: 800 } }, "/anmelden");
      await signIn(page, NAME);
      const found: Record<string, string[]> = {};
      for (const path of PAGES) {
        await page.goto(base + path);
        found[path] = await flaws(page);
      }
      await check(page);
      found.plan = await flaws(page);
      await decide(page);
      found.suggestion = await flaws(page);
      await link(page);
      found.link = await flaws(page);
      expect(Object.values(found).flat(), JSON.stringify(found)).toEqual([]);
    }, 60_000);
  }
});
