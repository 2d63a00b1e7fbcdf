import { describe, expect, it } from "vitest";
import { allow, ask, CASES, mapReady, open, requestsOf, useBrowser } from "./support/browser";

useBrowser();

describe("the whole task", () => {
  it("is done by keyboard alone", async () => {
    const page = await open();
    await page.waitForSelector("html.script");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Zum Inhalt");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("address");
    await page.keyboard.type("Rathausallee 50");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=unique]");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("answer-title");
    // On to the copy button, and into the first of the accordions.
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.matches("[data-copy-note]"))).toBe(
      true,
    );
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.locator("#answer details[open]").count()).toBe(1);
  });

  it("works without JavaScript", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.fill("#address", CASES.ambiguous);
    await page.click("#ask button[type=submit]");
    expect(await page.locator("[data-status]").getAttribute("data-status")).toBe("ambiguous");
    expect(new URL(page.url()).search).toBe("");
    await page.click(".candidates button");
    expect(await page.locator("[data-status]").getAttribute("data-status")).not.toBe("ambiguous");
    expect(await page.locator("#note-text").inputValue()).toContain("Norderstedt");
    expect(await page.locator("[data-copy-note]").isVisible()).toBe(false);
    expect(await page.locator("noscript").isVisible()).toBe(true);
  });

  for (const [status, address] of Object.entries(CASES)) {
    it(`answers ${status}`, async () => {
      const page = await open();
      expect(await ask(page, address)).toBe(status);
    });
  }

  it("names a safe team as safe though the house number is not known", async () => {
    const page = await open();
    expect(await ask(page, "Glockenheide 9999")).toBe("unknown_house_number");
    const head = page.locator(".answer__head");
    expect(await head.textContent()).toContain("Team sicher, Hausnummer unbekannt");
    expect(await head.textContent()).toContain("Sozialraumteam Nord A");
    expect(await head.textContent()).not.toContain("9999");
    expect(await page.locator(".answer--success").count()).toBe(1);
    expect(await page.locator(".facts").textContent()).not.toContain("Gefundene Adresse");
  });

  it("does not call a neighbouring municipality responsible", async () => {
    const page = await open();
    await ask(page, CASES.outside);
    const answer = await page.locator("#answer").textContent();
    expect(answer).toContain("Liegt in Henstedt-Ulzburg, nicht in Norderstedt");
    expect(answer).not.toContain("Henstedt-Ulzburg ist zuständig");
  });

  it("says in place what is wrong with an empty address", async () => {
    const page = await open();
    expect(await ask(page, "")).toBe("error");
    expect(await page.locator("#refusal").textContent()).toContain("Straße");
    expect(await page.getAttribute("#address", "aria-invalid")).toBe("true");
    expect(await ask(page, CASES.unique)).toBe("unique");
    expect(await page.getAttribute("#address", "aria-invalid")).toBeNull();
  });

  it("refuses a text that is too long for an address", async () => {
    const page = await open({ javaScriptEnabled: false });
    const answer = await page.request.post(page.url(), { form: { address: "x".repeat(301) } });
    expect(answer.status()).toBe(422);
    expect(await answer.text()).toContain("300");
  });

  it("says so when the server cannot be reached", async () => {
    const page = await open();
    allow(page, /net::ERR_FAILED/);
    await page.route("**/zustaendigkeit", (route) => route.abort());
    await page.fill("#address", CASES.unique);
    await page.click("#ask button[type=submit]");
    await page.waitForSelector("#answer .kern-alert--danger");
    expect(await page.locator("#answer").textContent()).toContain("nicht erreichbar");
  });

  it("answers for another day, and says when there is none", async () => {
    const page = await open();
    await page.click(".more summary");
    await page.fill("#as-of", "1999-01-01");
    expect(await ask(page, CASES.unique)).toBe("error");
    expect(await page.locator("#refusal").textContent()).toContain("1. Januar 1999");
    await page.fill("#as-of", "2020-05-01");
    expect(await ask(page, CASES.unique)).toBe("unique");
    expect(await page.locator("#note-text").inputValue()).toContain("Stichtag: 1. Mai 2020");
  });

  it("puts no typed address into a URL", async () => {
    const page = await open();
    await page.locator("#address").pressSequentially("Rathausallee 5");
    await page.waitForSelector("[role=option]");
    await ask(page, CASES.unique);
    await mapReady(page);
    const urls = requestsOf(page).map(({ url }) => decodeURIComponent(url));
    expect(urls.filter((url) => /rathaus/i.test(url))).toEqual([]);
    expect(page.url()).not.toMatch(/rathaus/i);
    expect(requestsOf(page).some(({ body }) => body?.includes("Rathausallee"))).toBe(true);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe(
      "{}",
    );
  });

  it("copies the note", async () => {
    const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
    await ask(page, CASES.unique);
    await page.click("[data-copy-note]");
    await page.waitForFunction(() =>
      document.querySelector("[data-copy-note]")?.textContent?.includes("Kopiert"),
    );
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.locator("#note-text").inputValue());
    expect(copied).toContain("Rathausallee 50");
    expect(copied).toContain("Entwurf");
  });
});
