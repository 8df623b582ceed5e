import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitMaterial, promptTokens } from "./fitMaterial.ts";

/** Sentences of 40 characters, ten tokens each. */
const sentences = (count: number, word: string) =>
  Array.from({ length: count }, (_, n) => `${word} ${n + 1} `.padEnd(38, "x").concat(". ")).join("");
const material = {
  passages: [sentences(2, "First"), sentences(2, "Second"), sentences(1, "Third")],
  answers: [sentences(40, "Long"), sentences(20, "Short")],
};

test("what fits stays as it is", () => {
  expect(fitMaterial(material, 650)).toEqual(material);
});

test("passages go first, the last of them first, each whole", () => {
  expect(fitMaterial(material, 649)).toEqual({ ...material, passages: material.passages.slice(0, 2) });
  expect(fitMaterial(material, 639)).toEqual({ ...material, passages: material.passages.slice(0, 1) });
  expect(fitMaterial(material, 600)).toEqual({ ...material, passages: [] });
});

test("then all answers are cut to the same share, at the end of a sentence", () => {
  const { passages, answers } = fitMaterial(material, 300);
  expect(passages).toEqual([]);
  expect(answers.map((answer) => answer.match(/\. |\.$/g)?.length)).toEqual([19, 9]);
  for (const answer of answers) expect(answer).toMatch(/x\. \[…\]$/);
});

test("no answer goes whole, however little room there is", () => {
  const { answers } = fitMaterial({ passages: [], answers: ["word ".repeat(400), "Ten."] }, -50);
  expect(answers[0]).toMatch(/^(?:word ){5,16}\[…\]$/);
  expect(answers[1]).toBe("Ten.");
});

describe("tokens are never counted too few", () => {
  test.each([
    ["abcd", 1],
    ["abcde", 2],
    ["ñandú", 2],
    ["“a–b”", 2],
    ["日本語", 3],
    ["Привет", 6],
  ])("%s is %i", (text, tokens) => {
    expect(promptTokens(text)).toBe(tokens);
  });
});

test("any material is cut to the room, and every answer keeps its beginning", () => {
  const texts = fc.array(fc.lorem({ maxCount: 30, mode: "sentences" }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(texts, texts, fc.integer({ min: 0, max: 1_000 }), (passages, answers, tokens) => {
      const fitted = fitMaterial({ passages, answers }, tokens);
      const sum = [...fitted.passages, ...fitted.answers].reduce((all, text) => all + promptTokens(text), 0);
      expect(sum).toBeLessThanOrEqual(Math.max(tokens, 20 * answers.length));
      for (const [place, answer] of fitted.answers.entries()) {
        expect(answers[place]?.startsWith(answer.replace(/ \[…\]$/, ""))).toBe(true);
        expect(answer.replace(/ \[…\]$/, "")).not.toBe("");
      }
    }),
  );
});
