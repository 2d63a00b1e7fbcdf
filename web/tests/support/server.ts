import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { findChromium } from "./chromium";

declare module "vitest" {
  export interface ProvidedContext {
    base: string;
    /** Where the first administrator chooses a password; empty for a service started elsewhere. */
    invitation: string;
    chromium: string;
  }
}

const ROOT = resolve(import.meta.dirname, "../../..");

/** Starts the service on a free port with the shipped dataset and stops it after the tests. */
export default async function setup(project: TestProject) {
  const chromium = findChromium();
  console.log(`Browser: ${chromium}`);
  project.provide("chromium", chromium);

  const running = process.env.SOZIALRAUM_URL;
  if (running) {
    project.provide("base", running);
    project.provide("invitation", "");
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "sozialraum-"));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const server = start(port, join(folder, "test.db"));
  const invitation = invitationOf(server);
  await ready(base, server);
  console.log(`Server: ${base}`);
  project.provide("base", base);
  project.provide("invitation", await invitation);
  return async () => {
    server.kill("SIGTERM");
    await new Promise((done) => server.once("exit", done));
    rmSync(folder, { recursive: true });
  };
}

export function start(port: number, database: string): ChildProcess {
  const binary = process.env.SOZIALRAUM_BIN ?? join(ROOT, "target/debug/sozialraum");
  if (!existsSync(binary)) {
    throw new Error(
      `There is no „${binary}“. Build it (cargo build) or name it in SOZIALRAUM_BIN.`,
    );
  }
  // The lines of the requests would bury the results.
  const args = ["serve", "--log", "warn", "--listen", `127.0.0.1:${port}`];
  args.push("--data", join(ROOT, "data/norderstedt"), "--database", `sqlite:${database}`);
  return spawn(binary, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
}

/** The link that the service prints once when there is no account. */
function invitationOf(server: ChildProcess): Promise<string> {
  return new Promise((done) => {
    let printed = "";
    server.stdout?.on("data", (piece) => {
      printed += piece;
      const link = /^http\S+(\/einladung\/\S+)\n/m.exec(printed);
      if (link?.[1]) done(link[1]);
    });
  });
}

export async function ready(base: string, server: ChildProcess) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`The server ended (${server.exitCode}).`);
    const answer = await fetch(`${base}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  server.kill();
  throw new Error("The server was not ready after 30 seconds.");
}

export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
