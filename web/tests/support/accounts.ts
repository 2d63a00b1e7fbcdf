import type { Page } from "playwright-core";
import { inject } from "vitest";
import { base, open } from "./browser";

/** The first administrator. */
export const ADMIN = "erika";
/** The password of all accounts of these tests. */
export const PASSWORD = "vier graue Kutschen am Ufer";

async function choosePassword(page: Page) {
  await page.fill("#password", PASSWORD);
  await page.fill("#repeat", PASSWORD);
  await page.press("#repeat", "Enter");
  await page.waitForURL(/\/anmelden/);
}

/** Signs in. */
export async function signIn(page: Page, name: string) {
  await page.goto(`${base}/anmelden`);
  await page.fill("#name", name);
  await page.fill("#password", PASSWORD);
  await page.press("#password", "Enter");
  await page.waitForSelector(".head__nav form");
}

/** Signs in as the first administrator, who is made here if there is none yet. */
export async function signInAsAdmin(page: Page) {
  await page.goto(base + inject("invitation"));
  if (await page.locator("#password").count()) {
    await page.fill("#name", ADMIN);
    await choosePassword(page);
  }
  await signIn(page, ADMIN);
}

/** Makes an account with one role, if there is none of this name yet. */
export async function makeAccount(name: string, role: string) {
  const page = await open();
  await signInAsAdmin(page);
  await page.goto(`${base}/verwaltung/konten`);
  if ((await page.locator("main").innerText()).includes(name)) return;
  await page.fill("form[action='/verwaltung/konten'] #name", name);
  await page.check(`#roles-${role}`);
  await page.click("form[action='/verwaltung/konten'] button");
  const link = await page.inputValue("#secret");
  await page.context().clearCookies();
  await page.goto(link);
  await choosePassword(page);
}
