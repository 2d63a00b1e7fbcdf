import { fragment } from "./api";
import { words } from "./words";

/** A place in degrees, longitude first. */
export type LonLat = [number, number];

/** What the map draws of an answer. */
export interface MapAnswer {
  place: LonLat | null;
  /** The street, when the place along it is not known. */
  street: string | null;
  /** Where to look when there is no exact place. */
  centre: LonLat | null;
  sozialraum: string | null;
  /** The closest point of the border, when the border matters for the answer. */
  foot: LonLat | null;
  distance: string | null;
  candidates: { label: string; place: LonLat; number: number }[];
  /** The day whose borders are drawn; today's when it is missing. */
  as_of: string | null;
  /** The street, where several Sozialräume share it. */
  parts: StreetPart[];
}

/** What of a street belongs to one Sozialraum. */
export interface StreetPart {
  /** Its id; `null` for houses that have to be clarified. */
  area: string | null;
  /** The number of its row in the text; 0 for none. */
  number: number;
  lines: LonLat[][];
  houses: { number: string; place: LonLat }[];
}

/** Reads what the server put into the answer for the map. */
export function mapAnswer(region: ParentNode): MapAnswer | null {
  const text = region.querySelector<HTMLElement>("[data-map-answer]")?.dataset.mapAnswer;
  return text ? (JSON.parse(text) as MapAnswer) : null;
}

/** Asks and shows the answer in its place on the page. Only the newest question counts. */
export class AnswerRegion {
  #request: AbortController | undefined;

  constructor(
    private readonly region: HTMLElement,
    private readonly status: HTMLElement,
    private readonly input: HTMLInputElement,
    /** Where questions go, in the language of the page. */
    private readonly action: string,
    private readonly shown: (answer: MapAnswer | null) => void,
  ) {}

  /**
   * `focus` moves the reader to the answer; without it the answer is only announced. Says whether
   * the answer is shown: a newer question goes before it.
   */
  async ask(fields: FormData, focus: boolean): Promise<boolean> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.region.setAttribute("aria-busy", "true");
    this.status.textContent = words().script.searching;
    try {
      this.region.innerHTML = await fragment("answer", this.action, fields, request.signal);
    } catch {
      if (request.signal.aborted) return false;
      this.#unreachable();
    }
    this.region.removeAttribute("aria-busy");
    this.#announce(focus);
    this.shown(mapAnswer(this.region));
    return true;
  }

  #announce(focus: boolean) {
    const heading = this.region.querySelector<HTMLElement>("[data-focus]");
    const wrong = this.region.querySelector("[data-error=address]") !== null;
    if (wrong) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
    if (wrong && focus) {
      this.input.focus();
    } else if (focus) {
      heading?.focus({ preventScroll: true });
      heading?.closest("header, .kern-alert")?.scrollIntoView({ block: "nearest" });
    }
    // The focused heading is read out by itself; saying it twice would be noise.
    const spoken = this.region.querySelector<HTMLElement>("[data-spoken]")?.dataset.spoken;
    this.status.textContent = focus && !wrong ? "" : (spoken ?? "");
  }

  #unreachable() {
    const template = document.querySelector<HTMLTemplateElement>("#unreachable");
    if (template) this.region.replaceChildren(template.content.cloneNode(true));
  }
}
