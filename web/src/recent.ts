/** So many questions are kept in mind. */
const MOST = 10;

/** A question of this visit, and what came of it. */
interface Asked {
  fields: [string, string][];
  line: string;
  title: string;
  day: string;
}

/**
 * What was asked on this page. It lives in this object alone: nothing of it is stored, and it is
 * gone with the page.
 */
export class Recent {
  #asked: Asked[] = [];

  constructor(
    private readonly section: HTMLElement,
    private readonly status: HTMLElement,
    /** Asks again. */
    again: (fields: FormData) => void,
    /** Where the reader goes when the list is gone. */
    field: HTMLElement,
  ) {
    section.addEventListener("click", (event) => {
      const target = event.target as Element;
      const index = target.closest<HTMLElement>("[data-again]")?.dataset.again;
      const asked = this.#asked[Number(index ?? -1)];
      if (asked) again(formOf(asked.fields));
      const forget = target.closest<HTMLElement>("[data-forget]");
      if (!forget) return;
      this.clear();
      field.focus();
      this.status.textContent = forget.dataset.spoken ?? "";
    });
    // A page that the browser keeps for going back must not bring the list back.
    window.addEventListener("pagehide", () => this.clear());
  }

  /** Keeps in mind what was asked and answered; a refused question has no answer. */
  add(fields: FormData, region: ParentNode) {
    const answer = region.querySelector<HTMLElement>("[data-status]");
    const pairs = [...fields].filter(
      (pair): pair is [string, string] => typeof pair[1] === "string",
    );
    if (!answer) return;
    const asked = {
      fields: pairs,
      line:
        answer.dataset.line || String(fields.get("address") ?? "") || (answer.dataset.place ?? ""),
      title: answer.dataset.title ?? "",
      day: answer.dataset.day ?? "",
    };
    const same = ({ line, day }: Asked) => line === asked.line && day === asked.day;
    this.#asked = [asked, ...this.#asked.filter((other) => !same(other))].slice(0, MOST);
    this.#show();
  }

  /** Forgets everything. */
  clear() {
    this.#asked = [];
    this.#show();
  }

  #show() {
    this.section.hidden = this.#asked.length === 0;
    const entries = this.#asked.map(({ line, title, day }, index) => {
      const entry = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "recent__again";
      button.dataset.again = String(index);
      button.append(text("recent__line", line), text("recent__title", title));
      if (day) button.append(text("recent__title", day));
      entry.append(button);
      return entry;
    });
    this.section.querySelector(".recent__list")?.replaceChildren(...entries);
  }
}

/** A text that keeps to its own direction. */
function text(className: string, content: string): HTMLElement {
  const element = document.createElement("bdi");
  element.className = className;
  element.textContent = content;
  return element;
}

function formOf(fields: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.set(name, value);
  return form;
}
