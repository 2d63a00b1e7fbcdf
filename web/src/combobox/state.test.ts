import { describe, expect, it } from "vitest";
import { EMPTY, next, type State, type Suggestion } from "./state";

const street: Suggestion = { label: "Glockenheide", text: "Glockenheide ", complete: false };
const house: Suggestion = { label: "Glockenheide 3", text: "Glockenheide 3", complete: true };

function shown(items: Suggestion[]): State {
  const asked = next(EMPTY, { type: "asked" });
  return next(asked, { type: "answered", question: asked.asked, items });
}

describe("combobox", () => {
  it("opens with an answer and marks nothing", () => {
    expect(shown([street, house])).toMatchObject({ open: true, active: -1 });
  });

  it("stays closed when nothing fits", () => {
    expect(shown([]).open).toBe(false);
  });

  it("drops an answer that comes too late", () => {
    const first = next(EMPTY, { type: "asked" });
    const second = next(first, { type: "asked" });
    const late = next(second, { type: "answered", question: first.asked, items: [street] });
    expect(late).toBe(second);
  });

  it("drops an answer that comes after the list was closed", () => {
    const asked = next(EMPTY, { type: "asked" });
    const closed = next(asked, { type: "close" });
    const late = next(closed, { type: "answered", question: asked.asked, items: [street] });
    expect(late.open).toBe(false);
  });

  it("walks from the field through the options and back", () => {
    let state = shown([street, house]);
    const seen = [];
    for (let step = 0; step < 4; step += 1) {
      state = next(state, { type: "down" });
      seen.push(state.active);
    }
    expect(seen).toEqual([0, 1, -1, 0]);
    expect(next(shown([street, house]), { type: "up" }).active).toBe(1);
  });

  it("opens again with an arrow key", () => {
    const closed = next(shown([street]), { type: "close" });
    expect(next(closed, { type: "down" })).toMatchObject({ open: true, active: 0 });
    expect(next(EMPTY, { type: "down" }).open).toBe(false);
  });

  it("forgets the marked option as soon as somebody types on", () => {
    const marked = next(shown([street]), { type: "down" });
    expect(next(marked, { type: "asked" }).active).toBe(-1);
  });

  it("goes back to the field and keeps the list", () => {
    const marked = next(shown([street, house]), { type: "down" });
    expect(next(marked, { type: "field" })).toMatchObject({ open: true, active: -1 });
  });

  it("takes an old list away when its successor is late, and shows that one nevertheless", () => {
    const asked = next(shown([street]), { type: "asked" });
    const late = next(asked, { type: "late" });
    expect(late).toMatchObject({ open: false, items: [] });
    const answered = next(late, { type: "answered", question: late.asked, items: [house] });
    expect(answered).toMatchObject({ open: true, items: [house] });
  });
});
