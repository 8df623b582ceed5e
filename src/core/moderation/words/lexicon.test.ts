import { expect, test } from "vitest";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { lexiconOf } from "./lexicon.ts";
import { plainText } from "./plainText.ts";

const { keyOf, termsOf } = lexiconOf({ analyse });

test("forms of a word meet under one stem in either language", () => {
  expect(keyOf("increasing")).toBe(keyOf("increase"));
  expect(keyOf("instalaciones")).toBe(keyOf("instalacion"));
  expect(keyOf("aumentan")).toBe(keyOf("aumento"));
});

test("function words of both languages have none", () => {
  expect(["the", "of", "los", "para", "is", "son"].map(keyOf)).toEqual(["", "", "", "", "", ""]);
});

test("the terms of a text are its stems, once each", () => {
  expect([...termsOf("The panels and the panel of 10 years")]).toEqual(["panel", "10", "year"]);
});

test("plain text has no marks, emphasis or addresses", () => {
  expect(
    plainText("**Ten** years [S1, S2] for the [panel](https://example.com/a)").replace(/\s+/g, " ").trim(),
  ).toBe("Ten years for the panel");
});
