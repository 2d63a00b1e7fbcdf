import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { FLAGS } from "./support/chromium";
import { freePort, ready, start } from "./support/server";

const OFFER = "/angebot/c8ca454e-2bbe-53bc-88f7-c5d6990c830e";
const OTHER = "/angebot/2169da99-214e-5d7b-a737-2ca2fe7135de";

let browser: Browser;
let server: ChildProcess;
let base: string;
let folder: string;

/** A server of its own, which the tests may stop. */
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium"), args: FLAGS });
  folder = mkdtempSync(join(tmpdir(), "sozialraum-away-"));
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  server = start(port, join(folder, "test.db"));
  await ready(base, server);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await stop();
  rmSync(folder, { recursive: true });
});

async function stop() {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill("SIGKILL");
  await new Promise((done) => server.once("exit", done));
}

/** The paths of the pages that the browser has kept. */
function kept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      if (!name.startsWith("pages-")) continue;
      for (const { url } of await (await caches.open(name)).keys()) {
        const { pathname, search } = new URL(url);
        paths.push(pathname + search);
      }
    }
    return paths.sort();
  });
}

describe("without a connection", () => {
  it("pages that were read and the list of all offers can be read on, and say how old they are", async () => {
    const context = await browser.newContext({ viewport: { width: 375, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${base}${OFFER}?lang=en`);
    await expect.poll(() => kept(page)).toEqual([`${OFFER}?lang=en`, "/offline?lang=en"].sort());
    expect(await page.locator("#stale").isVisible()).toBe(false);
    // Neither what is sent nor what is not about offers is kept.
    await page.goto(`${base}${OFFER}/hinweis?lang=en`);
    await page.fill("#note", "The door is at the back.");
    await page.click("button[type=submit]");
    await page.goto(`${base}/zustaendigkeit`);
    expect(await kept(page)).toEqual([`${OFFER}?lang=en`, "/offline?lang=en"].sort());

    await stop();
    await page.goto(`${base}${OFFER}?lang=en`);
    const stale = page.locator("#stale");
    expect(await stale.isVisible()).toBe(true);
    expect(await stale.textContent()).toMatch(/^No connection. As of: \d+ \w+ \d{4}/);
    expect(await page.locator("h1").textContent()).toContain("JUMI");
    // The styles are kept as well.
    const margin = await page.evaluate(() => getComputedStyle(document.body).marginTop);
    expect(margin).toBe("0px");

    await page.goto(`${base}${OTHER}?lang=en`);
    expect(await page.locator("h1").textContent()).toBe("Offers without a connection");
    expect(await stale.isVisible()).toBe(true);
    expect(await page.locator(".brief li").count()).toBeGreaterThan(100);
    await context.close();
  }, 60_000);
});
