/** Lets the browser keep the pages about offers for times without a connection. */
export function keepOffline() {
  // In plain HTTP browsers have none, save on the own machine.
  const workers = navigator.serviceWorker;
  if (!workers) return;
  void workers
    .register("/sw.js")
    .then(() => workers.ready)
    .then(({ active }) => active?.postMessage({ keep: offlinePage(location.search) }))
    .catch((error) => console.warn(error));
}

/** The page with all offers, in the language of the page that is read. */
function offlinePage(query: string): string {
  const lang = new URLSearchParams(query).get("lang");
  return lang ? `/offline?lang=${encodeURIComponent(lang)}` : "/offline";
}
