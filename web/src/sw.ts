/**
 * The service worker: pages about offers that somebody has read, and a list of all of them, can be
 * read again without a connection.
 *
 * The server decides what may be kept: whatever it answers with `no-store` is not, and so neither
 * are pages for those who are signed in, nor answers to what somebody typed.
 */

interface Worker {
  /** A name of this build; the server puts it in front of the script. */
  readonly BUILD: string;
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener<T>(type: string, listener: (event: T) => void): void;
}
interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Waiting {
  readonly data: unknown;
}

const worker = self as unknown as Worker;
const PAGES = `pages-${worker.BUILD}`;
const ASSETS = `assets-${worker.BUILD}`;
const TILES = "tiles";
/** More would fill a small device; the oldest go first. */
const MOST = { pages: 100, tiles: 600 };
/** How long a page is waited for before the kept one is shown, in milliseconds. */
const PATIENCE = 6000;

worker.addEventListener<Waiting>("install", (event) => {
  event.waitUntil(renew().then(() => worker.skipWaiting()));
});

worker.addEventListener<Waiting>("activate", (event) => {
  event.waitUntil(removeOld().then(() => worker.clients.claim()));
});

worker.addEventListener<Told>("message", (event) => {
  const page = (event.data as { keep?: unknown } | null)?.keep;
  if (typeof page === "string" && /^\/offline(\?lang=\w+)?$/.test(page)) {
    event.waitUntil(keepPage(page));
  }
});

worker.addEventListener<Fetching>("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith("/assets/")) {
    event.respondWith(keptFirst(ASSETS, request));
  } else if (url.pathname.startsWith("/tiles/")) {
    event.respondWith(keptFirst(TILES, request, MOST.tiles));
  } else if (request.mode === "navigate" && isForResidents(url.pathname)) {
    event.respondWith(newestFirst(request, url));
  }
});

/** The pages that can be read without a connection; all others are left alone. */
function isForResidents(path: string): boolean {
  return (
    path === "/" || path === "/karte" || path === "/offline" || /^\/angebot\/[^/]+$/.test(path)
  );
}

/** Files whose name changes with their content, and tiles, which hardly change. */
async function keptFirst(name: string, request: Request, most?: number): Promise<Response> {
  const cache = await caches.open(name);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    if (most) await keepNewest(cache, most);
  }
  return answer;
}

/** The page as it is now; the kept one, which says so, where it cannot be had. */
async function newestFirst(request: Request, url: URL): Promise<Response> {
  const going = fetch(request);
  try {
    const answer = await within(PATIENCE, going);
    await keep(request.url, answer.clone());
    return answer;
  } catch {
    const lang = /[?&]lang=(\w+)/.exec(url.search)?.[1];
    const list = lang ? `/offline?lang=${lang}` : "/offline";
    const cache = await caches.open(PAGES);
    const kept =
      (await cache.match(request.url)) ??
      (await cache.match(list)) ??
      (await cache.match("/offline"));
    return kept ? asKept(kept) : going;
  }
}

/** A kept page with the line that says how old it is, which the server laid into it. */
async function asKept(kept: Response): Promise<Response> {
  const text = await kept.text();
  const shown = text.replace(/(<p class="stale"[^>]*) hidden>/, "$1>");
  return new Response(shown, {
    status: 200,
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}

/** Keeps a page if the server lets it be kept, with the files that it needs. */
async function keep(url: string, answer: Response): Promise<void> {
  const may = !answer.headers.get("Cache-Control")?.includes("no-store");
  if (!answer.ok || answer.redirected || !may) return;
  const cache = await caches.open(PAGES);
  const text = await answer.clone().text();
  await cache.delete(url);
  await cache.put(url, answer);
  await keepNewest(cache, MOST.pages);
  const files = await caches.open(ASSETS);
  for (const [, file] of text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
    if (file && !(await files.match(file))) await files.add(file);
  }
}

async function keepPage(page: string): Promise<void> {
  const answer = await fetch(page, { credentials: "same-origin" });
  await keep(new URL(page, worker.location.origin).href, answer);
}

/** The lists that a former build has kept, made anew; the German one the first time. */
async function renew(): Promise<void> {
  const lists = new Set<string>();
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-")) continue;
    for (const { url } of await (await caches.open(name)).keys()) {
      const { pathname, search } = new URL(url);
      if (pathname === "/offline") lists.add(pathname + search);
    }
  }
  // Without a connection just now the new worker would come without its lists: better the old one.
  await Promise.all([...lists].map(keepPage));
}

/** What former builds have kept refers to files that are gone. */
async function removeOld(): Promise<void> {
  const own = [PAGES, ASSETS, TILES];
  const names = await caches.keys();
  await Promise.all(names.filter((name) => !own.includes(name)).map((name) => caches.delete(name)));
}

async function keepNewest(cache: Cache, most: number): Promise<void> {
  const keys = await cache.keys();
  // The lists of all offers are never the oldest.
  const others = keys.filter(({ url }) => new URL(url).pathname !== "/offline");
  await Promise.all(
    others.slice(0, Math.max(0, others.length - most)).map((key) => cache.delete(key)),
  );
}

function within<T>(time: number, work: Promise<T>): Promise<T> {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error("took too long")), time);
    work.then(done, failed).finally(() => clearTimeout(timer));
  });
}
