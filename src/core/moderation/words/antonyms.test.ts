import { describe, expect, test } from "vitest";
import { createAntonyms } from "./antonyms.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { readerOf } from "../comparing/reading.ts";

const comparing = { analyse, languageOf: detectLanguage };

const { keyOf } = readerOf(comparing);
const antonyms = createAntonyms(keyOf);
const name = (word: string) => keyOf(word) || word;

describe("two words", () => {
  test.each([
    ["increases", "decreased"],
    ["aumenta", "disminuye"],
    ["allowed", "forbidden"],
    ["permitido", "prohibidos"],
    ["safe", "dangerous"],
    ["before", "after"],
    ["siempre", "nunca"],
    ["legal", "illegal"],
    ["likely", "unlikely"],
    ["conocido", "desconocido"],
    ["white", "yellow"],
    ["lunes", "martes"],
  ])("%s and %s oppose each other, whichever comes first", (one, other) => {
    expect(antonyms.opposes(name(one), name(other))).toBe(true);
    expect(antonyms.opposes(name(other), name(one))).toBe(true);
  });

  test.each([
    ["increase", "grow"],
    ["safe", "secure"],
    ["cat", "dog"],
    ["increase", "increase"],
  ])("%s and %s do not", (one, other) => {
    expect(antonyms.opposes(name(one), name(other))).toBe(false);
  });

  test("that often stand side by side do not oppose each other firmly", () => {
    expect(antonyms.opposesFirmly(name("safe"), name("dangerous"))).toBe(true);
    expect(antonyms.opposesFirmly(name("summer"), name("winter"))).toBe(false);
  });
});
