/** One suggestion as the server sends it. */
export interface Suggestion {
  label: string;
  street: string;
  house_number: string | null;
  score: number;
}

/** What the list shows. `active` is the index of the marked option, -1 for none. */
export interface State {
  readonly open: boolean;
  readonly items: readonly Suggestion[];
  readonly active: number;
  /** The number of the newest question; answers to older ones are dropped. */
  readonly asked: number;
}

export type Event =
  | { type: "asked" }
  | { type: "answered"; question: number; items: readonly Suggestion[] }
  | { type: "down" }
  | { type: "up" }
  | { type: "show" }
  | { type: "close" }
  | { type: "clear" };

export const EMPTY: State = { open: false, items: [], active: -1, asked: 0 };

/** The ARIA APG editable combobox with a listbox, as a pure function. */
export function next(state: State, event: Event): State {
  switch (event.type) {
    case "asked":
      // The old list stays until its successor is here, so that it does not flicker.
      return { ...state, active: -1, asked: state.asked + 1 };
    case "answered":
      if (event.question !== state.asked) return state;
      return { ...state, items: event.items, active: -1, open: event.items.length > 0 };
    case "down":
      return move(state, 1);
    case "up":
      return move(state, -1);
    case "show":
      return { ...state, open: state.items.length > 0 };
    case "close":
      // What is still on its way must not open the list again.
      return { ...state, open: false, active: -1, asked: state.asked + 1 };
    case "clear":
      return { ...EMPTY, asked: state.asked + 1 };
  }
}

/** From the field (-1) through the options and back to the field. */
function move(state: State, step: 1 | -1): State {
  const stops = state.items.length + 1;
  if (stops === 1) return state;
  return { ...state, open: true, active: ((state.active + 1 + step + stops) % stops) - 1 };
}

/** The text that choosing a suggestion puts into the field; a street waits for its number. */
export function chosenText(suggestion: Suggestion): string {
  return suggestion.house_number === null ? `${suggestion.street} ` : suggestion.label;
}
