import { expect, test } from "vitest";
import { tokensOf } from "./tokens.ts";

const forms = (text: string) => tokensOf(text).map(({ form }) => form);

test("words are folded and lose their possessive; numbers keep their separators", () => {
  expect(forms("Mother Teresa's canonización: 1.250,5 km²")).toEqual([
    "mother",
    "teresa",
    "canonizacion",
    ":",
    "1.250,5",
    "km²",
  ]);
});

test("a unit glued to its number is a word of its own, a date is one number", () => {
  expect(forms("100mm 12/03/2024 COVID-19")).toEqual(["100", "mm", "12/03/2024", "covid", "-", "19"]);
  expect(tokensOf("100mm")[1]?.isGlued).toBe(true);
});

test("a contraction stays whole", () => {
  expect(forms("It isn’t so")).toEqual(["it", "isn't", "so"]);
});

test("a capital makes a name, but not at the beginning of a sentence", () => {
  const names = (text: string) => tokensOf(text).flatMap(({ form, isName }) => (isName ? [form] : []));
  expect(names("The capital is Sydney. Canberra is not.")).toEqual(["sydney"]);
  expect(names("NASA says so.")).toEqual(["nasa"]);
});

test("a country's letters are no function word", () => {
  expect(forms("The US and the U.S. agree with us")).toEqual([
    "the",
    "usa",
    "and",
    "the",
    "usa",
    "agree",
    "with",
    "us",
  ]);
});

test("offsets are those of the text", () => {
  const text = "Son 10 años.";
  expect(tokensOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(["Son", "10", "años", "."]);
});
