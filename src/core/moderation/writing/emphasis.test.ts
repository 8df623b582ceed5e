import { expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { comparedAnswers } from "./comparedAnswers.ts";
import { emphasisOf } from "./emphasis.ts";
import { deliberationOn } from "../fixtures/deliberation.ts";

const deps = { analyse, languageOf: detectLanguage };
const question = "Is it safe to mix bleach with ammonia?";
const texts = [
  "Bleach is sold in bottles. Bleach mixed with ammonia releases toxic gases that hurt the lungs.",
  "Ammonia smells strong. A report of 2019 counted 3,000 accidents at home.",
];

test("a warning of one answer stands apart from what else it alone says", () => {
  const { warnings, others } = emphasisOf(comparedAnswers(deps, deliberationOn(question, texts)), [], []);
  expect(warnings.map(({ text }) => text)).toEqual([
    "Bleach mixed with ammonia releases toxic gases that hurt the lungs.",
  ]);
  expect(others.map(({ text }) => text)).toContain("A report of 2019 counted 3,000 accidents at home.");
  expect(warnings[0]?.voices).toEqual([0]);
});

test("what is told already is not told again", () => {
  const compared = comparedAnswers(deps, deliberationOn(question, texts));
  const told = compared.claims.filter(({ text }) => text.includes("toxic"));
  expect(emphasisOf(compared, [], told).warnings).toEqual([]);
});

test("what two answers say is nobody's alone", () => {
  const both = deliberationOn(question, ["Mixing releases toxic gases.", "Mixing releases toxic gases."]);
  expect(emphasisOf(comparedAnswers(deps, both), [], [])).toEqual({ warnings: [], others: [] });
});
