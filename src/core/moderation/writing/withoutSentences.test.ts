import { expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { claimsOf } from "../comparing/claims.ts";
import { withoutSentences } from "./withoutSentences.ts";

function cut(text: string, ...unwanted: readonly string[]): string {
  const claims = claimsOf({ analyse, languageOf: detectLanguage }, [{ model: "a", text, isWhole: true }]);
  const sentences = claims.filter((claim) => unwanted.includes(claim.text));
  return withoutSentences(text, { text, start: 0, end: text.length }, sentences);
}

test("a sentence is left out and those around it stay as they were", () => {
  const [first, second, third] = ["The roof is blue.", "The walls are white.", "The door is new."];
  expect(cut(`${first} ${second} ${third}`, second)).toBe(`${first} ${third}`);
  expect(cut(`${first} ${second} ${third}`, first)).toBe(`${second} ${third}`);
  expect(cut(`${first} ${second}\n\n${third}`, second, third)).toBe(first);
});

test("no empty point of a list stays", () => {
  expect(cut("- The roof is blue.\n- The walls are white.\n- The door is new.", "The walls are white.")).toBe(
    "- The roof is blue.\n- The door is new.",
  );
});
