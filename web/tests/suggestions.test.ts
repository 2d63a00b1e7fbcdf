import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { open, useBrowser } from "./support/browser";

useBrowser();

const active = (page: Page) =>
  page.evaluate(() => {
    const id = document.querySelector("#address")?.getAttribute("aria-activedescendant");
    return id ? (document.getElementById(id)?.textContent ?? null) : null;
  });

async function type(page: Page, text: string) {
  await page.waitForSelector("#address[role=combobox]");
  await page.locator("#address").pressSequentially(text);
  await page.waitForSelector("[role=option]");
}

describe("suggestions", () => {
  it("are walked through with the arrow keys and taken with Enter", async () => {
    const page = await open();
    await type(page, "glocken");
    expect(await page.getAttribute("#address", "aria-expanded")).toBe("true");
    expect(await active(page)).toBeNull();
    await page.keyboard.press("ArrowDown");
    const first = await page.locator("[role=option]").first().textContent();
    expect(await active(page)).toBe(first);
    expect(await page.locator("[role=option][aria-selected=true]").count()).toBe(1);
    await page.keyboard.press("Enter");
    expect((await page.inputValue("#address")).trim()).toBe(first);
    // A street waits for its number: nothing was asked yet.
    expect(await page.locator("[data-status]").count()).toBe(0);
  });

  it("close with Escape, which leaves the text", async () => {
    const page = await open();
    await type(page, "glocken");
    await page.keyboard.press("Escape");
    expect(await page.locator("[role=listbox]").isVisible()).toBe(false);
    expect(await page.inputValue("#address")).toBe("glocken");
    await page.keyboard.press("ArrowDown");
    expect(await page.locator("[role=listbox]").isVisible()).toBe(true);
  });

  it("close with Tab, which goes on to the button", async () => {
    const page = await open();
    await type(page, "glocken");
    await page.keyboard.press("Tab");
    expect(await page.locator("[role=listbox]").isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("submit");
  });

  it("are announced by their number", async () => {
    const page = await open();
    await type(page, "glocken");
    await page.waitForFunction(() =>
      /Vorschl/.test(document.querySelector("#status")?.textContent ?? ""),
    );
  });

  it("never come from an older text than the one in the field", async () => {
    const page = await open();
    await page.waitForSelector("#address[role=combobox]");
    let held: (() => void) | undefined;
    await page.route("**/api/v1/suggest", async (route) => {
      if (route.request().postData()?.includes("glock")) {
        await new Promise<void>((go) => {
          held = go;
        });
      }
      await route.continue().catch(() => undefined);
    });
    await page.locator("#address").pressSequentially("glock");
    await expect.poll(() => held !== undefined).toBe(true);
    await page.fill("#address", "rathaus");
    await page.waitForSelector("[role=option]");
    held?.();
    await page.waitForTimeout(400);
    const labels = await page.locator("[role=option]").allTextContents();
    expect(labels.join()).toMatch(/Rathaus/);
    expect(labels.join()).not.toMatch(/Glocken/);
  });

  it("do not stop Enter from asking while they are on their way", async () => {
    const page = await open();
    await page.waitForSelector("#address[role=combobox]");
    await page.route("**/api/v1/suggest", () => undefined);
    await page.locator("#address").pressSequentially("Rathausallee 50");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=unique]");
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });
});
