import "./styles/main.scss";
import "./styles/resources.scss";
import "./styles/embed.scss";
import "./script";

const panel = document.querySelector<HTMLElement>("#map-panel");
const results = document.querySelector<HTMLElement>("#results");

if (panel && results) void showMap(panel, results);

/** The map of the offers in the frame; the list says the same. */
async function showMap(panel: HTMLElement, results: HTMLElement) {
  try {
    const { OffersMap } = await import("./map/offers");
    const toList = (number: number) => {
      const link = results.querySelector<HTMLElement>(`#offer-${number} a`);
      if (link?.checkVisibility({ visibilityProperty: true })) link.focus();
      else link?.click();
    };
    const map = await OffersMap.create(panel, toList);
    map.show(results);
  } catch (error) {
    panel.dataset.state = "failed";
    // Without a map its list has to be seen.
    results.classList.remove("embed__list--hidden");
    console.warn(error);
  }
}
