/** One suggestion. */
export interface Suggestion {
  label: string;
  /** What choosing it puts into the field. */
  text: string;
  /** Whether that is all there is to say; a street waits for its number. */
  complete: boolean;
  /** Where somebody types on when that is not at the end. */
  caret?: number;
  /** What kind of thing it is, where several kinds stand in one list. */
  note?: string;
}

/** What the list shows. `active` is the index of the marked option, -1 for none. */
export interface State<Item extends Suggestion = Suggestion> {
  readonly open: boolean;
  readonly items: readonly Item[];
  readonly active: number;
  /** The number of the newest question; answers to older ones are dropped. */
  readonly asked: number;
}

export type Event<Item extends Suggestion = Suggestion> =
  | { type: "asked" }
  | { type: "answered"; question: number; items: readonly Item[] }
  | { type: "down" }
  | { type: "up" }
  | { type: "field" }
  | { type: "show" }
  | { type: "late" }
  | { type: "close" }
  | { type: "clear" };

export const EMPTY: State<never> = { open: false, items: [], active: -1, asked: 0 };

/** The ARIA APG editable combobox with a listbox, as a pure function. */
export function next<Item extends Suggestion>(state: State<Item>, event: Event<Item>): State<Item> {
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
    case "field":
      return { ...state, active: -1 };
    case "show":
      return { ...state, open: state.items.length > 0 };
    case "late":
      // What fitted an older text for so long is in the way now.
      return { ...state, open: false, items: [], active: -1 };
    case "close":
      // What is still on its way must not open the list again.
      return { ...state, open: false, active: -1, asked: state.asked + 1 };
    case "clear":
      return { ...EMPTY, asked: state.asked + 1 };
  }
}

/** From the field (-1) through the options and back to the field. */
function move<Item extends Suggestion>(state: State<Item>, step: 1 | -1): State<Item> {
  const stops = state.items.length + 1;
  if (stops === 1) return state;
  return { ...state, open: true, active: ((state.active + 1 + step + stops) % stops) - 1 };
}
