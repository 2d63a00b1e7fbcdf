import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allow, base, open, useBrowser } from "./support/browser";
import { flaws, unread } from "./support/flaws";

useBrowser();

const OFFER = "/angebot/c8ca454e-2bbe-53bc-88f7-c5d6990c830e";
/** Every page that residents read; what is asked for an address is looked at elsewhere. */
const PAGES = [
  "/",
  "/karte",
  "/karte?category=youth_work,counselling&age=12&open=today&free=true&sozialraum=mitte&unknown=true",
  "/karte?category=inclusion&language=gsg",
  OFFER,
  `${OFFER}/hinweis`,
  "/angebot-vorschlagen",
  "/hinweis",
  "/einbetten?category=youth_work",
  "/einbetten/anleitung",
  "/offline",
  "/sozialraum/mitte",
  "/zustaendigkeit",
  "/datenschutz",
  "/gibt-es-nicht",
];

/** Languages by their code in an address: how pages name them, and their catalogue. */
const LANGUAGES = [
  ["de", "de", "de"],
  ["en", "en", "en"],
  ["leicht", "de-x-leicht", "de-leicht"],
  ["tr", "tr", "tr"],
  ["ar", "ar", "ar"],
  ["uk", "uk", "uk"],
  ["ru", "ru", "ru"],
  ["pl", "pl", "pl"],
] as const;

/** The texts of a catalogue, without the names that data folders made of extracts hold. */
function texts(catalogue: string): string[] {
  const file = join(import.meta.dirname, `../locales/${catalogue}.json`);
  const flat = (value: unknown): string[] =>
    typeof value === "string" ? [value] : Object.values(value as object).flatMap(flat);
  const { osm: _, ...groups } = JSON.parse(readFileSync(file, "utf8"));
  return flat(groups);
}

describe("every page for residents", () => {
  for (const width of [1280, 375]) {
    it(`has nothing that axe finds, and nothing scrolls sideways, at ${width} px`, async () => {
      const page = await open({ viewport: { width, height: 800 } }, PAGES[0]);
      for (const path of PAGES) {
        await page.goto(base + path);
        expect(await flaws(page), path).toEqual([]);
      }
    }, 120_000);
  }

  for (const [code, tag, catalogue] of LANGUAGES) {
    it(`is whole in the language ${code}`, async () => {
      const own = new Set(texts(catalogue));
      // Short ones may be names, of languages or offers.
      const strange = texts("de").filter((text) => text.length > 12 && !own.has(text));
      const page = await open({ viewport: { width: 375, height: 800 } }, PAGES[0]);
      allow(page, /willReadFrequently/);
      for (const path of PAGES) {
        await page.goto(`${base}${path}${path.includes("?") ? "&" : "?"}lang=${code}`);
        expect(await page.getAttribute("html", "lang"), path).toBe(tag);
        expect(await page.getAttribute("html", "dir"), path).toBe(code === "ar" ? "rtl" : "ltr");
        expect(await unread(page, strange), path).toEqual([]);
        expect(await flaws(page, { colours: false }), path).toEqual([]);
      }
    }, 120_000);
  }
});
