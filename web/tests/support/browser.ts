import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { FLAGS } from "./chromium";

export const base = inject("base");

/** What a page did that it must not do. */
interface Watched {
  page: Page;
  requests: { url: string; body: string | null }[];
  complaints: string[];
  /** Complaints that a test provokes on purpose. */
  allowed: RegExp[];
}

let browser: Browser;
let watched: Watched[] = [];

/** Starts the browser for a file of tests and holds every page to the rules that always hold. */
export function useBrowser() {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject("chromium"), args: FLAGS });
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    const pages = watched;
    watched = [];
    for (const { page, requests, complaints, allowed } of pages) {
      await page.context().close();
      const foreign = requests.filter(({ url }) => !url.startsWith(`${base}/`));
      expect(foreign, "requests that leave the own origin").toEqual([]);
      const others = complaints.filter((text) => !allowed.some((pattern) => pattern.test(text)));
      expect(others, "errors and policy violations in the console").toEqual([]);
    }
  });
}

/** A page of its own, watched until the end of the test. */
export async function open(options: BrowserContextOptions = {}, path = "/zustaendigkeit") {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "de-DE",
    reducedMotion: "reduce",
    // Its requests pass by `route`, so a test would go on or fail as the worker happens to start.
    // What it does is tested in away.test.ts.
    serviceWorkers: "block",
    ...options,
  });
  const page = await context.newPage();
  const entry: Watched = { page, requests: [], complaints: [], allowed: [] };
  watched.push(entry);
  context.on("request", (request) => {
    const url = request.url();
    // Patterns and icons are drawn as data images; nothing is fetched for them.
    if (!url.startsWith("data:") && !url.startsWith("blob:")) {
      entry.requests.push({ url, body: request.postData() });
    }
  });
  page.on("console", (message) => {
    const refused = /status of 4\d\d/.test(message.text());
    const withoutWorker = message.text().startsWith("Service Worker registration blocked");
    if (["error", "warning"].includes(message.type()) && !refused && !withoutWorker) {
      entry.complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => entry.complaints.push(error.message));
  await page.goto(base + path);
  return page;
}

/** What the page asked the server for so far. */
export function requestsOf(page: Page) {
  return watched.find((entry) => entry.page === page)?.requests ?? [];
}

/** What a page complained about so far; forgotten by the rules that always hold. */
export function takeFaults(page: Page) {
  const entry = watched.find((entry) => entry.page === page);
  if (!entry) return { requests: [], complaints: [] };
  return { requests: entry.requests.splice(0), complaints: entry.complaints.splice(0) };
}

/** Lets a page complain about what the test provokes. */
export function allow(page: Page, ...patterns: RegExp[]) {
  watched.find((entry) => entry.page === page)?.allowed.push(...patterns);
}

/** Types an address and waits for the answer: its status, or "error" where it is refused. */
export async function ask(page: Page, address: string) {
  // Before the script is there, Enter would leave the page.
  await page.waitForSelector("#address[role=combobox]");
  await page.fill("#address", address);
  // Suggestions may lie over the button on a narrow screen.
  await page.press("#address", "Enter");
  const answer = "#answer:not([aria-busy]) :is([data-status], [data-error])";
  await page.waitForSelector(answer);
  return page
    .locator(answer)
    .first()
    .evaluate((found) => (found as HTMLElement).dataset.status ?? "error");
}

/** Turns to the map and waits until it is drawn: on a phone it is below the first view. */
export async function mapReady(page: Page) {
  await page.locator("#map-panel").scrollIntoViewIfNeeded();
  return page.waitForSelector("#map-panel[data-state=ready]", { timeout: 20_000 });
}

/** Addresses of the shipped dataset that lead to each kind of answer. */
export const CASES = {
  unique: "Rathausallee 50",
  near_border: "Deckerberg 5",
  ambiguous: "Glockenheid 3",
  unknown_house_number: "Ulzburger Straße 9999",
  unknown_street: "Quarkstraße 3",
  outside: "Ulzburger Straße 10, Henstedt-Ulzburg",
} as const;
