import { expect, test } from "vitest";
import { distinctness } from "./distinctness.ts";

const words = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `w${from + n}`).join(" ");

test("a short text is measured as a whole", () => {
  expect(distinctness("Ten, ten and ten years; it's ten")).toEqual({
    words: 7,
    ofWords: 4 / 7,
    ofPhrases: 1,
  });
});

test("words that come again only after a hundred others are distinct, as phrases they are not", () => {
  const { words: count, ofWords, ofPhrases } = distinctness([words(150), words(150)].join(" "));
  expect(count).toBe(300);
  expect(ofWords).toBe(1);
  expect(ofPhrases).toBeCloseTo(150 / 297, 10);
});

test("a tail said over and over is seen", () => {
  const { ofWords, ofPhrases } = distinctness(`${words(100)} ${"no no yes ".repeat(100)}`);
  expect(ofWords).toBeLessThan(0.25);
  expect(ofPhrases).toBeLessThan(0.3);
});

test("an empty text repeats nothing", () => {
  expect(distinctness("…")).toEqual({ words: 0, ofWords: 1, ofPhrases: 1 });
});
