import type OlMap from "ol/Map";
import Overlay from "ol/Overlay";
import { fill, words } from "../words";

/** An entry as the map names it. */
export interface Shown {
  name: string;
  href: string;
}

/** A small window on the map with the entries at a place. */
export class Popup {
  readonly #element = document.createElement("div");
  readonly #overlay: Overlay;

  constructor(
    map: OlMap,
    private readonly target: HTMLElement,
  ) {
    this.#element.className = "popup";
    this.#element.setAttribute("role", "group");
    this.#overlay = new Overlay({
      element: this.#element,
      positioning: "bottom-center",
      offset: [0, -20],
      autoPan: { margin: 12 },
    });
    map.addOverlay(this.#overlay);
    this.#element.addEventListener("keydown", (event) => {
      // Arrow keys and signs belong to the links here, not to the map.
      event.stopPropagation();
      if (event.key === "Escape") this.#leave();
    });
  }

  /** Shows entries at a place; `focus` moves the reader to the first of them. */
  open(place: number[], offers: Shown[], focus: boolean) {
    const signs = words().map_offers;
    const title = document.createElement("p");
    title.className = "popup__title";
    title.textContent = fill(signs.several, { count: offers.length });
    const list = document.createElement("ul");
    list.append(
      ...offers.map(({ name, href }) => {
        const link = document.createElement("a");
        link.className = "kern-link kern-link--small";
        link.href = href;
        link.lang = "de";
        link.textContent = name;
        const entry = document.createElement("li");
        entry.append(link);
        return entry;
      }),
    );
    const close = document.createElement("button");
    close.type = "button";
    close.className = "popup__close";
    close.textContent = "×";
    close.setAttribute("aria-label", signs.close);
    close.addEventListener("click", () => this.#leave());
    this.#element.replaceChildren(...(offers.length > 1 ? [title] : []), list, close);
    this.#element.setAttribute("aria-label", offers[0]?.name ?? "");
    this.#overlay.setPosition(place);
    if (focus) this.#element.querySelector("a")?.focus({ preventScroll: true });
  }

  close() {
    this.#overlay.setPosition(undefined);
  }

  #leave() {
    this.close();
    this.target.focus({ preventScroll: true });
  }
}
