import { expect, test } from "vitest";
import { detectLanguage } from "../retrieval/language.ts";
import { analyse } from "../retrieval/textAnalysis.ts";
import { bestAnswer } from "./bestAnswer.ts";
import { deliberationOn, passage } from "./fixtures/deliberation.ts";

const deps = { analyse, languageOf: detectLanguage };
const question = "¿Cuánto dura la garantía del panel?";

test("the answer that takes up the question and shares its words with the others is the best", () => {
  const texts = [
    "No lo sé.",
    "La garantía del panel dura diez años desde la compra.",
    "Los gatos duermen mucho de día.",
  ];
  expect(bestAnswer(deps, deliberationOn(question, texts))).toBe(1);
});

test("where there are sources, the answer that cites them is better than the same without marks", () => {
  const texts = ["La garantía del panel dura diez años.", "La garantía del panel dura diez años [S1]."];
  expect(bestAnswer(deps, deliberationOn(question, texts))).toBe(0);
  const evidence = [passage(1, "La garantía dura diez años.")];
  expect(bestAnswer(deps, deliberationOn(question, texts, { evidence }))).toBe(1);
});

test("an answer that broke off counts half", () => {
  const text = "La garantía del panel dura diez años.";
  const voices = [
    { model: "a", text, isWhole: false },
    { model: "b", text, isWhole: true },
  ];
  expect(bestAnswer(deps, deliberationOn(question, [], { voices }))).toBe(1);
});

test("one answer is the best, and of equal ones the first", () => {
  expect(bestAnswer(deps, deliberationOn(question, ["Diez años."]))).toBe(0);
  expect(bestAnswer(deps, deliberationOn(question, ["Diez años.", "Diez años."]))).toBe(0);
});
