/**
 * Calls back once somebody comes near an element and the page has nothing else to do: what is large
 * and below the first view, such as a map, costs nobody who does not look at it.
 */
export function whenSeen(element: HTMLElement, seen: () => void) {
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      if ("requestIdleCallback" in window) requestIdleCallback(seen, { timeout: 800 });
      else setTimeout(seen, 50);
    },
    { rootMargin: "100px" },
  );
  watch.observe(element);
}
