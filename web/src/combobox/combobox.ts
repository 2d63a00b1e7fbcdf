import { fill, words } from "../words";
import { EMPTY, type Event, next, type State, type Suggestion } from "./state";

/** The first character alone fits half the city. */
const FEWEST_CHARACTERS = 2;
const DELAY_MS = 120;
/** So long an older list is left where its successor will be. */
const LATE_MS = 700;

/** Turns a plain text field into an editable combobox. Typing is never blocked. */
export function enhance<Item extends Suggestion>(
  input: HTMLInputElement,
  status: HTMLElement,
  suggest: (text: string, signal: AbortSignal) => Promise<Item[]>,
  submit: (chosen: Item) => void,
): { close: () => void } {
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words().script.suggestions);
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let state: State<Item> = EMPTY;
  let timer = 0;
  let late = 0;
  let request: AbortController | undefined;

  const apply = (event: Event<Item>) => {
    const before = state;
    state = next(state, event);
    if (state.items !== before.items) fillList(list, state.items);
    if (state !== before) mark(input, list, state);
  };

  const stop = () => {
    window.clearTimeout(timer);
    window.clearTimeout(late);
    request?.abort();
  };

  const close = () => {
    stop();
    apply({ type: "close" });
  };

  const ask = async () => {
    request?.abort();
    request = new AbortController();
    const question = state.asked;
    try {
      const found = await suggest(input.value, request.signal);
      if (question === state.asked) window.clearTimeout(late);
      // What stands in the field already is no suggestion; its list would cover the button.
      const known = found.length === 1 && found[0]?.label === input.value.trim();
      const items = known ? [] : found;
      apply({ type: "answered", question, items });
      if (question === state.asked) status.textContent = known ? "" : counted(items.length);
    } catch {
      // Suggestions are a help, not the service: without them the form still works.
    }
  };

  const choose = (suggestion: Item) => {
    input.value = suggestion.text;
    stop();
    apply({ type: "clear" });
    input.focus();
    const caret = suggestion.caret ?? suggestion.text.length;
    input.setSelectionRange(caret, caret);
    if (suggestion.complete) submit(suggestion);
    else listen();
  };

  const listen = () => {
    stop();
    if (input.value.trim().length < FEWEST_CHARACTERS) {
      apply({ type: "clear" });
      return;
    }
    apply({ type: "asked" });
    timer = window.setTimeout(ask, DELAY_MS);
    late = window.setTimeout(() => apply({ type: "late" }), LATE_MS);
  };

  // In the field again: the key does there what it always does.
  const toField = () => {
    apply({ type: "field" });
    return false;
  };

  const keys: Record<string, (alt: boolean) => boolean> = {
    ArrowDown: (alt) => {
      if (!alt) return move("down");
      apply({ type: "show" });
      return true;
    },
    ArrowUp: (alt) => {
      if (!alt) return move("up");
      close();
      return true;
    },
    ArrowLeft: toField,
    ArrowRight: toField,
    Home: toField,
    End: toField,
    Enter: () => {
      const suggestion = state.open ? state.items[state.active] : undefined;
      if (suggestion) choose(suggestion);
      else close();
      return suggestion !== undefined;
    },
    Escape: () => {
      const open = state.open;
      close();
      return open;
    },
    Tab: () => {
      close();
      return false;
    },
  };

  const move = (type: "down" | "up") => {
    if (state.items.length === 0) return false;
    apply({ type });
    return true;
  };

  input.addEventListener("input", listen);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (keys[event.key]?.(event.altKey)) event.preventDefault();
  });
  input.addEventListener("blur", close);
  // The field keeps the focus while the mouse is used.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    const suggestion = state.items[Number(option?.dataset.index)];
    if (suggestion) choose(suggestion);
  });
  return { close };
}

function counted(count: number): string {
  const { script } = words();
  if (count === 0) return script.suggestions_none;
  return count === 1 ? script.suggestions_one : fill(script.suggestions_many, { count });
}

function fillList(list: HTMLElement, items: readonly Suggestion[]) {
  list.replaceChildren(
    ...items.map((item, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.dataset.index = String(index);
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      // Names of the data keep to their own direction.
      const label = document.createElement("bdi");
      label.textContent = item.label;
      option.append(label);
      if (item.note) {
        const note = document.createElement("span");
        note.className = "suggestions__note";
        note.textContent = item.note;
        option.append(" ", note);
      }
      return option;
    }),
  );
}

function mark(input: HTMLInputElement, list: HTMLElement, state: State) {
  list.hidden = !state.open;
  input.setAttribute("aria-expanded", String(state.open));
  input.removeAttribute("aria-activedescendant");
  for (const [index, option] of [...list.children].entries()) {
    const active = state.open && index === state.active;
    option.setAttribute("aria-selected", String(active));
    if (active) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }
}
