/** Lets the browser keep the pages about offers for times without a connection. */
export function keepOffline() {
  // In plain HTTP browsers have none, save on the own machine.
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const pages = [listOf(location.search)];
  // The very first page has been fetched before there was somebody to keep it.
  if (!workers.controller) pages.push(location.pathname + location.search);
  void workers
    .register("/sw.js")
    .then(() => workers.ready)
    .then(({ active }) => active?.postMessage({ keep: pages }))
    .catch((error) => console.warn(error));
}

/** The page with all offers, in the language of the page that is read. */
function listOf(query: string): string {
  const lang = new URLSearchParams(query).get("lang");
  return lang ? `/offline?lang=${encodeURIComponent(lang)}` : "/offline";
}
