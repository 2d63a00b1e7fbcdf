import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { makeAccount, signIn } from "./support/accounts";
import { base, open, requestsOf, useBrowser } from "./support/browser";
import { flaws } from "./support/flaws";

useBrowser();

const NAME = "ines";
const ROWS = "id;Anschrift\n1;Glockenheide 42\n2;Qxstraße 3\n3;\n";
const FILE = { name: "liste.csv", mimeType: "text/csv", buffer: Buffer.from(ROWS) };

const text = (page: Page) => page.locator("main").innerText();

/** Goes on by Tab until something that fits has the focus. */
async function reach(page: Page, selector: string) {
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
  }
  throw new Error(`„${selector}“ cannot be reached by Tab.`);
}

async function saved(page: Page, click: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return readFileSync(await download.path(), "utf8");
}

describe.skipIf(!inject("invitation"))("many addresses at once", () => {
  it("works without JavaScript", async () => {
    await makeAccount(NAME, "intake");
    const page = await open({ javaScriptEnabled: false }, "/anmelden");
    await signIn(page, NAME);
    await page.click("text=Viele Adressen");
    await page.click("#send button");
    expect(await page.innerText("#file-error")).toContain("Wählen Sie eine Datei aus.");
    await page.setInputFiles("#file", FILE);
    await page.click("#send button");
    expect(await text(page)).toContain("Glockenheide 42");
    await page.click("text=Alle Zeilen beantworten");
    // The page loads itself again until it is done.
    await page.waitForSelector("[data-state=done]", { timeout: 20_000 });
    expect(await text(page)).toContain("3 Zeilen beantwortet. 2 davon");
    const answers = await saved(page, () => page.click("text=Antworten herunterladen"));
    expect(answers.split("\n")[1]).toMatch(/^1;Glockenheide 42;unique;nord-a;/);
    await page.click("text=Datei vergessen");
    expect(await text(page)).toContain("Die Datei ist vergessen");
    expect(await text(page)).not.toContain("liste.csv");
  }, 60_000);

  for (const width of [1280, 375]) {
    it(`is done by keyboard and has no flaws at ${width} px`, async () => {
      const page = await open({ viewport: { width, height: 800 } }, "/anmelden");
      await signIn(page, NAME);
      await page.goto(`${base}/massenabfrage`);
      expect(await flaws(page)).toEqual([]);
      await reach(page, "#file");
      await page.setInputFiles("#file", FILE);
      await reach(page, "#send button");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#way-address:checked");
      expect(await flaws(page)).toEqual([]);
      // What is not chosen has no fields to go through.
      expect(await page.isVisible("#street")).toBe(false);
      await reach(page, "#way-address");
      await page.keyboard.press("ArrowDown");
      expect(await page.isVisible("#street")).toBe(true);
      await reach(page, "#batch .form button");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#street-error");
      expect(await flaws(page)).toEqual([]);
      await reach(page, "#way-parts");
      await page.keyboard.press("ArrowUp");
      await page.selectOption("#address", "Anschrift");
      await reach(page, "#batch .form button");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[data-state=done]");
      expect(await text(page)).toContain("In Zeile 4");
      expect(await flaws(page)).toEqual([]);
      await reach(page, "a[download]");
      const answers = await saved(page, () => page.keyboard.press("Enter"));
      expect(answers.split("\n")).toHaveLength(5);
      await reach(page, "form[action$='/vergessen'] button");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#message");
      // No address and no name of a file has ever been in an address.
      const urls = requestsOf(page).map(({ url }) => url);
      expect(urls.filter((url) => /liste|Glockenheide/.test(url))).toEqual([]);
    }, 60_000);
  }

  it("is followed while it runs, in the dark, and can be stopped", async () => {
    const page = await open({ colorScheme: "dark" }, "/anmelden");
    await signIn(page, NAME);
    await page.goto(`${base}/massenabfrage`);
    // Long rows, so that there is news of it often.
    const note = "x".repeat(1_000);
    const rows = Array.from({ length: 30_000 }, (_, row) => `Glockenheidenallee ${row};${note}`);
    const buffer = Buffer.from(`Adresse;Notiz\n${rows.join("\n")}\n`);
    await page.setInputFiles("#file", { ...FILE, buffer });
    await page.click("#send button");
    await page.click("text=Alle Zeilen beantworten");
    await page.waitForSelector("[data-state=running]");
    const before = await page.innerText("[data-part=rows]");
    await page.waitForFunction(
      (before) => document.querySelector("[data-part=rows]")?.textContent !== before,
      before,
      { timeout: 20_000 },
    );
    expect(await flaws(page)).toEqual([]);
    await page.click("form[action$='/vergessen'] button");
    expect(await text(page)).toContain("Die Datei ist vergessen");
  }, 90_000);

  it("says at once that a file is too large", async () => {
    const page = await open({}, "/anmelden");
    await signIn(page, NAME);
    await page.goto(`${base}/massenabfrage`);
    await page.evaluate(() => {
      const file = document.querySelector<HTMLInputElement>("#file");
      if (file) file.dataset.most = "10";
    });
    await page.setInputFiles("#file", FILE);
    expect(await page.isVisible("#file-size")).toBe(true);
    await page.click("#send button");
    expect(requestsOf(page).filter(({ body }) => body?.includes("liste.csv"))).toEqual([]);
    expect(await flaws(page)).toEqual([]);
  });
});
