import { fragment } from "./api";
import { words } from "./words";

/** Asks and shows the results in their place on the page. Only the newest question counts. */
export class ResultsRegion {
  #request: AbortController | undefined;

  constructor(
    private readonly region: HTMLElement,
    private readonly status: HTMLElement,
    /** Where questions go, in the language of the page. */
    private readonly action: string,
    /** Called with the link to the selection, in which nothing that was typed stands. */
    private readonly shown: (link: string) => void,
  ) {}

  /** `focus` moves the reader to the results; without it they are only announced. */
  async ask(fields: FormData, focus: boolean): Promise<void> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.region.setAttribute("aria-busy", "true");
    this.status.textContent = words().map_offers.searching;
    try {
      this.region.innerHTML = await fragment("results", this.action, fields, request.signal);
    } catch {
      if (request.signal.aborted) return;
      const template = document.querySelector<HTMLTemplateElement>("#unreachable");
      if (template) this.region.replaceChildren(template.content.cloneNode(true));
    }
    this.region.removeAttribute("aria-busy");
    const link = this.region.querySelector<HTMLElement>("[data-link]")?.dataset.link;
    if (link) {
      history.replaceState(null, "", link);
      this.shown(link);
    }
    if (focus) {
      // Who is responsible stands above the list and is not to be scrolled past.
      this.region.querySelector<HTMLElement>("[data-focus]")?.focus({ preventScroll: true });
      if (this.region.getBoundingClientRect().top < 0) this.region.scrollIntoView();
    }
    const spoken = this.region.querySelector<HTMLElement>("[data-spoken]")?.dataset.spoken;
    this.status.textContent = spoken ?? "";
  }

  /** Leads from the map to an entry of the list. */
  show(number: number) {
    const offer = this.region.querySelector<HTMLElement>(`#offer-${number}`);
    const link = offer?.querySelector("a");
    offer?.scrollIntoView({ block: "nearest" });
    link?.focus({ preventScroll: true });
  }
}
