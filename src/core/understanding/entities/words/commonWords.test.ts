import { expect, test } from "vitest";
import { commonEnglish } from "./commonEnglish.ts";
import { commonSpanish } from "./commonSpanish.ts";

test("no everyday word is a piece of a hexadecimal number", () => {
  const hexadecimal = [commonEnglish, commonSpanish].map((words) =>
    words.split(" ").filter((word) => /^[a-f]+$/.test(word)),
  );
  expect(hexadecimal).toEqual([
    ["added", "beef", "dead", "decade", "face"],
    ["acaba", "cabe", "cada", "cafe", "daba", "dada", "debe", "decada", "edad"],
  ]);
});
