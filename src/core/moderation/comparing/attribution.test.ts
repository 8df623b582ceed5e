import { describe, expect, test } from "vitest";
import { supportOf } from "./attribution.ts";
import { claimsOf } from "./claims.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { voicesOf } from "../fixtures/voices.ts";

const comparing = { analyse, languageOf: detectLanguage };

const claims = claimsOf(
  comparing,
  voicesOf(
    "The warranty of the panels lasts 10 years. The owner must present the original invoice.",
    "The panels have a warranty of twelve years, and the labour is free for two years.",
  ),
);
const support = (sentence: string) => supportOf(comparing, sentence, claims)?.claim.text ?? null;

describe("the claim behind a sentence", () => {
  test.each([
    ["The warranty of the panels lasts 10 years.", "The warranty of the panels lasts 10 years."],
    ["The panels' warranty lasts ten years.", "The warranty of the panels lasts 10 years."],
    ["An original invoice must be presented by the owner.", "The owner must present the original invoice."],
    [
      "Labour is free for 2 years.",
      "The panels have a warranty of twelve years, and the labour is free for two years.",
    ],
  ])("%s", (sentence, text) => {
    expect(support(sentence)).toBe(text);
  });

  test.each([
    "The warranty of the panels lasts 15 years.",
    "The warranty of the panels does not last 10 years.",
    "The owner must not present the original invoice.",
    "Clean the panels every spring.",
    "",
  ])("is none for what nobody said: %s", (sentence) => {
    expect(support(sentence)).toBeNull();
  });

  test("holds a share of what the sentence says", () => {
    expect(supportOf(comparing, "The warranty of the panels lasts 10 years.", claims)?.score).toBe(1);
  });
});
