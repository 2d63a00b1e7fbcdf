import { post } from "./api";
import { enhance } from "./combobox/combobox";
import type { Suggestion } from "./combobox/state";

/** What somebody who is searching may mean. */
export interface Meant extends Suggestion {
  kind: "category" | "address" | "offer";
  category?: string;
}

interface Found {
  kind: Meant["kind"];
  label: string;
  category?: string;
  whole?: boolean;
}

/** The language of the page as it stands in its address; nothing for the usual one. */
export function languageOf(address: string): string | null {
  return new URL(address, location.href).searchParams.get("lang");
}

/** The one search field of a form, with suggestions and the way to ask for what is near. */
export class SearchField {
  readonly #input: HTMLInputElement;
  readonly #combobox;

  constructor(
    private readonly form: HTMLFormElement,
    status: HTMLElement,
    /** A category was chosen. */
    chosen: (category: string) => void,
  ) {
    this.#input = control(form, "was");
    this.#combobox = enhance(
      this.#input,
      status,
      (text, signal) => this.#suggest(text, signal),
      (meant) => {
        if (meant.kind === "category" && meant.category) {
          this.#input.value = "";
          chosen(meant.category);
        } else {
          this.#send(meant.kind === "offer" ? "wort" : "adresse");
        }
      },
    );
    // Whoever types a place means that one and no longer their own.
    this.#input.addEventListener("input", () => this.#forgetPlace());
    const near = form.querySelector<HTMLButtonElement>("#near");
    near?.addEventListener("click", () => this.#locate(near));
  }

  get value(): string {
    return this.#input.value;
  }

  set value(text: string) {
    this.#input.value = text;
    this.#forgetPlace();
  }

  close() {
    this.#combobox.close();
  }

  async #suggest(text: string, signal: AbortSignal): Promise<Meant[]> {
    const lang = languageOf(this.form.action) ?? undefined;
    const { suggestions } = await post<{ suggestions: Found[] }>(
      "/api/v1/resources/suggest",
      { text, lang },
      signal,
    );
    const notes = this.form.dataset;
    return suggestions.map(({ kind, label, category, whole }) => {
      const complete = kind !== "address" || whole === true;
      const note = { category: notes.category, address: notes.address, offer: notes.offer }[kind];
      return {
        kind,
        label,
        text: complete ? label : `${label} `,
        complete,
        ...(category === undefined ? {} : { category }),
        ...(note === undefined ? {} : { note }),
      };
    });
  }

  /** Sends the form and says what its text is. */
  #send(said: string) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "als";
    field.value = said;
    this.form.append(field);
    this.form.requestSubmit();
    field.remove();
  }

  #forgetPlace() {
    for (const name of ["lon", "lat", "accuracy"]) control(this.form, name).disabled = true;
  }

  /** The place goes into the form, which sends it in its body; it is kept nowhere. */
  #locate(button: HTMLButtonElement) {
    const failed = this.form.querySelector<HTMLElement>("#near-failed");
    button.setAttribute("aria-busy", "true");
    if (failed) failed.hidden = true;
    const done = () => button.removeAttribute("aria-busy");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        done();
        const place = { lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy };
        for (const [name, value] of Object.entries(place)) {
          const field = control(this.form, name);
          field.disabled = false;
          field.value = name === "accuracy" ? String(Math.round(value)) : value.toFixed(5);
        }
        this.#input.value = "";
        this.form.requestSubmit();
      },
      () => {
        done();
        if (failed) failed.hidden = false;
      },
      { maximumAge: 60_000, timeout: 15_000 },
    );
  }
}

function control(form: HTMLFormElement, name: string): HTMLInputElement {
  const field = form.querySelector<HTMLInputElement>(`input[name=${name}]`);
  if (!field) throw new Error(`the form has no ${name}`);
  return field;
}
