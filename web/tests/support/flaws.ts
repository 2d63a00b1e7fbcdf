import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Colours are the same in every language, and looking at them takes the longest. */
const COLOURS = ["color-contrast"];

/** What axe finds on a page with everything unfolded, and what scrolls sideways. */
export async function flaws(page: Page, { colours = true } = {}): Promise<string[]> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  // What is in a frame is a page of its own. Without frames axe can run in one go and leave out
  // what is right, which takes a fraction of the time.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .exclude("iframe")
    .options({ resultTypes: ["violations"] });
  const { violations } = await (colours ? axe : axe.disableRules(COLOURS)).analyze();
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  const found = violations.map(
    ({ id, nodes }) => `${id} ${nodes.map((node) => node.html).join(" ")}`,
  );
  return wide > 0 ? [...found, `${wide} px too wide`] : found;
}

/**
 * Texts of a page that are in no language, or in another one than the page without being marked:
 * keys and placeholders of the catalogue, and those of the strange words.
 */
export function unread(page: Page, strange: string[]): Promise<string[]> {
  return page.evaluate((strange) => {
    const words = new Set(strange);
    const own = document.documentElement.lang;
    const texts: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const place = walker.currentNode.parentElement;
      if (place?.closest("script, style, textarea")) continue;
      if (place?.closest<HTMLElement>("[lang]")?.lang !== own) continue;
      texts.push(walker.currentNode.textContent?.trim() ?? "");
    }
    for (const element of document.querySelectorAll("[aria-label], [title]")) {
      if (element.closest<HTMLElement>("[lang]")?.lang !== own) continue;
      texts.push(element.getAttribute("aria-label") ?? "", element.getAttribute("title") ?? "");
    }
    return texts.filter((text) => words.has(text) || /^[a-z_]+(\.[a-z_]+)+$|\{\w+\}/.test(text));
  }, strange);
}
