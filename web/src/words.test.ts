import { expect, it } from "vitest";
import { fill, read } from "./words";

it("fills in values and never reads them as placeholders", () => {
  expect(fill("{x} und {y}", { x: "{y}", y: 2 })).toBe("{y} und 2");
  expect(fill("{x} und {z}", { x: 1 })).toBe("1 und {z}");
});

it("reads the words that the page brings", () => {
  const page = (text: string | null) => ({
    getElementById: () => (text === null ? null : ({ textContent: text } as HTMLElement)),
  });
  expect(read(page('{"script":{"copied":"Copied"}}')).script.copied).toBe("Copied");
  expect(() => read(page(null))).toThrow("#words");
});
