import { expect, it } from "vitest";
import { fill } from "./words";

it("fills in values and never reads them as placeholders", () => {
  expect(fill("{x} und {y}", { x: "{y}", y: 2 })).toBe("{y} und 2");
  expect(fill("{x} und {z}", { x: 1 })).toBe("1 und {z}");
});
