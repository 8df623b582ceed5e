import { describe, expect, test } from "vitest";
import { answerLabels } from "./answerLabels.ts";

const voices = ["fast", "deep", "wise"].map((model) => ({ model, text: "Ten years.", isWhole: true }));
const answers = [
  { label: "A", voice: 2, text: "" },
  { label: "B", voice: 0, text: "" },
  { label: "C", voice: 1, text: "" },
];
const { voicesOf, withoutLabels } = answerLabels(answers, voices, "How long?");

test.each([
  [["A"], [2]],
  [
    ["b", " C "],
    [0, 1],
  ],
  [["A, B"], [2, 0]],
  [
    ["Answer B", "respuestas A y C"],
    [0, 2, 1],
  ],
  [["deep"], [1]],
  [["D", "all", ""], []],
])("%j names the answers at %j", (named, places) => {
  expect(voicesOf(named)).toEqual(places);
});

describe("in a text, what names an answer names its model, and marks go", () => {
  test.each([
    ["Answer A says ten [A].", "wise says ten."],
    ["The answers A and B agree [A, B].", "wise and fast agree."],
    ["Answers A, B, and C agree (Answer C).", "wise, fast and deep agree."],
    ["Según la respuesta A y la respuesta C, sí.", "Según wise y deep, sí."],
    ["Las respuestas A, B y C coinciden.", "wise, fast y deep coinciden."],
    ["Es del modelo B; al modelo A le falta.", "Es de fast; a wise le falta."],
    ["Model A's view.", "wise's view."],
  ])("%j", (said, expected) => {
    expect(withoutLabels(said)).toBe(expected);
  });
});

test.each([
  ["To answer a question, see [A](http://x) and [S1]."],
  ["Answer D, vitamin A, (A) Paris."],
  ["Plan B."],
])("%j has no labels and stays", (said) => {
  expect(withoutLabels(said)).toBe(said);
});

test("what the question or an answer itself calls so stays", () => {
  const asked = answerLabels(answers, voices, "Is answer A or option B right? Choose [C].");
  expect(asked.withoutLabels("Answer A is right [C], says answer B.")).toBe(
    "Answer A is right [C], says fast.",
  );
});
