import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { ADMIN, PASSWORD, signIn } from "./support/accounts";
import { base, open, useBrowser } from "./support/browser";

useBrowser();

const TEAM = "/verwaltung/organisation/eintrag/team/nord-a";
const PAGES = [
  "/konto",
  "/verwaltung",
  "/verwaltung/konten",
  "/verwaltung/zugriffe",
  "/verwaltung/organisation",
  TEAM,
  "/verwaltung/organisation/neu/service",
  "/verwaltung/protokoll?pruefen=1",
];

/** Tabs on until the element has the focus. */
async function tabTo(page: Page, selector: string) {
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
  }
  throw new Error(`„${selector}“ cannot be reached by Tab on ${page.url()}.`);
}

/** Types into fields that are reached by Tab, and sends their form with Enter. */
async function fillIn(page: Page, fields: Record<string, string>) {
  for (const [id, text] of Object.entries(fields)) {
    await tabTo(page, `#${id}`);
    await page.keyboard.type(text);
  }
  await send(page);
}

/** Presses Enter, and waits for the page that it leads to. */
async function send(page: Page) {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

/** Goes to a link or button by Tab, and uses it. */
async function use(page: Page, selector: string) {
  await tabTo(page, selector);
  await send(page);
}

const text = (page: Page) => page.locator("main").innerText();

describe.skipIf(!inject("invitation"))("running the service", () => {
  it("is done by keyboard alone, from the first account to the record", async () => {
    const page = await open({}, inject("invitation"));
    await fillIn(page, { name: ADMIN, password: PASSWORD, repeat: PASSWORD });
    expect(await text(page)).toContain("Ihr Passwort ist gespeichert");
    await fillIn(page, { name: ADMIN, password: PASSWORD });
    await page.waitForSelector(".head__nav");

    await use(page, "a[href='/verwaltung']");
    await use(page, "a[href='/verwaltung/konten']");
    await tabTo(page, "form[action='/verwaltung/konten'] #name");
    await page.keyboard.type("ole");
    await tabTo(page, "#roles-intake");
    await page.keyboard.press("Space");
    await use(page, "form[action='/verwaltung/konten'] button");
    expect(await text(page)).toContain("Das Konto ole ist angelegt");
    expect(await page.inputValue("#secret")).toMatch(/\/einladung\/[\w-]{43}$/);
    expect(page.url()).not.toContain("einladung");

    await use(page, "a.back");
    await use(page, "a[href='/verwaltung/organisation']");
    await use(page, `a[href='${TEAM}']`);
    await fillIn(page, { phone: "040 1234-56" });
    expect(await text(page)).toContain("Die Auskünfte zeigen die Änderung ab sofort.");

    await page.goto(`${base}/zustaendigkeit`);
    await tabTo(page, "#address");
    await page.keyboard.type("Glockenheide 42");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=unique]");
    expect(await page.inputValue("#note-text")).toContain("Kontakt, Telefon: 040 1234-56");

    await page.goto(base + TEAM);
    await use(page, "form[action$='/zuruecknehmen'] button");
    expect(await text(page)).toContain("Die Änderung ist zurückgenommen");
    await use(page, "a[href='/verwaltung']");
    await use(page, "a[href='/verwaltung/protokoll']");
    await tabTo(page, ".row summary");
    await page.keyboard.press("Enter");
    expect(await text(page)).toContain("Änderung zurückgenommen");
    await use(page, "form[action='/abmelden'] button");
    expect(await text(page)).toContain("Sie sind abgemeldet.");
  });

  it("works without JavaScript", async () => {
    const page = await open({ javaScriptEnabled: false }, "/anmelden");
    await signIn(page, ADMIN);
    await page.goto(`${base}/verwaltung/zugriffe`);
    await page.fill("#name", "Fachverfahren");
    await page.check("#roles-intake");
    await page.selectOption("#days", "30");
    await page.click("form[action='/verwaltung/zugriffe'] button");
    expect(await page.inputValue("#secret")).toMatch(/^szr_/);
    expect(await page.locator("[data-copies]").isVisible()).toBe(false);
    await page.click(".row summary");
    await page.click(".row form button");
    expect(await text(page)).toContain("Der Zugriff ist widerrufen");
  });

  it("copies what is shown once", async () => {
    const page = await open({ permissions: ["clipboard-read", "clipboard-write"] }, "/anmelden");
    await signIn(page, ADMIN);
    await page.goto(`${base}/verwaltung/protokoll?pruefen=1`);
    await page.click("[data-copies]");
    await page.waitForFunction(() =>
      document.querySelector("[data-copies]")?.textContent?.includes("Kopiert"),
    );
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.inputValue("#checkpoint"));
  });

  it("names wrong fields beside them and in a list that leads there", async () => {
    const page = await open({}, "/anmelden");
    await signIn(page, ADMIN);
    await page.goto(base + TEAM);
    await page.fill("#email", "nirgends");
    await page.press("#email", "Enter");
    await page.waitForSelector("#email-error");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("message");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("email");
  });

  for (const width of [1280, 375]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`axe finds nothing at ${width} px, ${colorScheme}`, async () => {
        const page = await open({ viewport: { width, height: 800 }, colorScheme }, "/anmelden");
        await axe(page, "/anmelden");
        await page.goto(`${base}/einladung/x`);
        await axe(page, "/einladung/x");
        await signIn(page, ADMIN);
        for (const path of PAGES) {
          await page.goto(base + path);
          await axe(page, path);
        }
        await page.goto(base + TEAM);
        await page.fill("#phone", "keine");
        await page.press("#phone", "Enter");
        await page.waitForSelector("#phone-error");
        await axe(page, "errors");
      }, 120_000);
    }
  }

  it("nothing scrolls sideways at 320 px, and every target can be hit", async () => {
    const page = await open({ viewport: { width: 320, height: 640 } }, "/anmelden");
    await signIn(page, ADMIN);
    for (const path of ["/zustaendigkeit", ...PAGES]) {
      await page.goto(base + path);
      await openEverything(page);
      const { wide, small } = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const targets = document.querySelectorAll<HTMLElement>(
          "main :is(button, input:not([type=hidden]), select, summary, textarea)",
        );
        const small = [...targets].filter((e) => e.checkVisibility() && e.offsetHeight < 24);
        return { wide: scrollWidth - clientWidth, small: small.map((e) => e.outerHTML) };
      });
      expect(wide, path).toBeLessThanOrEqual(0);
      expect(small, path).toEqual([]);
    }
  });
});

async function openEverything(page: Page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

async function axe(page: Page, name: string) {
  await openEverything(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${name}: ${id} ${nodes.map((node) => node.html).join(" ")}`,
  );
  expect(found).toEqual([]);
}
