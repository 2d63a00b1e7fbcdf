import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { base, open, takeFaults, useBrowser } from "./support/browser";

useBrowser();

const OFFER = "/angebot/c8ca454e-2bbe-53bc-88f7-c5d6990c830e";
describe("pages about an offer", () => {
  it("the map shows the place", async () => {
    const page = await open({}, OFFER);
    await page.locator("#place-map").scrollIntoViewIfNeeded();
    await page.waitForSelector("#place-map[data-state=ready]", { timeout: 20_000 });
  }, 30_000);

  it("a suggestion is sent by keyboard and without scripts, and asked for by its number", async () => {
    const page = await open({ javaScriptEnabled: false }, `${OFFER}/hinweis`);
    await page.locator("#phone").focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("040 535 95-0");
    await page.keyboard.press("Enter");
    await page.locator("h1", { hasText: "Stimmt das so?" }).waitFor();
    await page.locator("button[value=send]").focus();
    await page.keyboard.press("Enter");
    await page.locator("#secret").waitFor();
    const receipt = (await page.locator("#secret").inputValue()).trim();
    expect(receipt).toMatch(/^\w{4}(-\w{4}){3}$/);
    expect(page.url()).not.toContain(receipt);
    await page.goto(`${base}/hinweis`);
    await page.fill("#receipt", receipt.toLowerCase());
    await page.keyboard.press("Enter");
    expect(await page.locator("#message").textContent()).toContain("Noch nicht entschieden");
    expect(page.url()).not.toContain(receipt);
  }, 30_000);

  it("a sheet of paper has what matters and the code that leads back", async () => {
    const page = await open({}, OFFER);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".offer__qr svg").isVisible()).toBe(true);
    expect(await page.locator("#place-map").isVisible()).toBe(false);
    const sheet = await page.pdf({ preferCSSPageSize: true });
    expect(sheet.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  }, 30_000);
});

describe("frames", () => {
  it("another website shows offers in a frame, and nothing but that", async () => {
    const host = createServer((request, answer) => {
      const path = request.url === "/frame" ? "/einbetten?category=youth_work" : OFFER;
      answer.setHeader("Content-Type", "text/html");
      answer.end(`<!doctype html><title>x</title><iframe src="${base}${path}"></iframe>`);
    });
    await new Promise<void>((done) => host.listen(0, "localhost", done));
    const other = `http://localhost:${(host.address() as AddressInfo).port}`;
    const page = await open({}, "/einbetten/anleitung");
    await page.goto(`${other}/frame`);
    await page.frameLocator("iframe").locator(".offer a").first().waitFor();
    await page.goto(`${other}/offer`);
    // The browser shows a page of its own there, and complains; the other website is foreign.
    expect(await page.frameLocator("iframe").locator(".offer").count()).toBe(0);
    takeFaults(page);
    host.close();
  }, 30_000);
});
