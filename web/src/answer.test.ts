import { expect, it } from "vitest";
import { mapAnswer } from "./answer";

const region = (text?: string) =>
  ({
    querySelector: () => (text === undefined ? null : { dataset: { mapAnswer: text } }),
  }) as unknown as ParentNode;

it("reads what the server wrote for the map", () => {
  expect(mapAnswer(region('{"place":[9.9,53.7],"candidates":[]}'))?.place).toEqual([9.9, 53.7]);
});

it("has nothing to draw while there is no answer", () => {
  expect(mapAnswer(region())).toBeNull();
});
