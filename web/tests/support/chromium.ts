import { existsSync } from "node:fs";

const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser that the tests drive: what CHROMIUM names, else one in a usual place. */
export function findChromium(): string {
  const named = process.env.CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM names „${named}“, but there is no such file.`);
  }
  const found = USUAL.find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    "No Chromium found. On Debian or Ubuntu: apt-get install chromium. " +
      "Elsewhere install Chromium or Chrome and name it: CHROMIUM=/path/to/chromium npm run test:browser",
  );
}
