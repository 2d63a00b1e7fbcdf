import type german from "../locales/de.json";

/** The groups of the catalogue that scripts use; a page brings those that its scripts need. */
export type Words = Pick<typeof german, "script" | "map" | "intake" | "map_offers" | "placing">;

let known: Words | undefined;

/** The words in the language of the page, which the server put into it. */
export function words(): Words {
  known ??= read(document);
  return known;
}

/** Reads the words out of a page. */
export function read(page: Pick<Document, "getElementById">): Words {
  const block = page.getElementById("words");
  if (!block?.textContent) throw new Error("the page has no #words");
  return JSON.parse(block.textContent) as Words;
}

/** Fills `{name}` in a text of the catalogue in one pass, so that a value is never a placeholder. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}
