import { describe, expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { readerOf } from "../comparing/reading.ts";
import { statedClaim } from "../comparing/statedClaim.ts";

const comparing = { analyse, languageOf: detectLanguage };

const reader = readerOf(comparing);
const negations = (text: string) => reader.read(statedClaim(comparing, text)).negations;
const keys = (...words: readonly string[]) => words.map(reader.keyOf);

describe("a negation", () => {
  test.each([
    ["The sky is not green.", "part", ["green"]],
    ["Bats cannot see colours.", "part", ["see", "colours"]],
    ["No se puede aparcar aquí.", "part", ["aparcar"]],
    ["La bebida se elabora sin alcohol.", "lack", ["alcohol"]],
    ["It works without electricity.", "lack", ["electricity"]],
    ["Plants are unable to move.", "part", ["move"]],
    ["Nothing will break.", "none", ["break"]],
    ["It is a myth that bats hear badly.", "whole", ["bats", "hear"]],
    ["Es falso que los gatos vuelen.", "whole", ["gatos", "vuelen"]],
    ["There is no evidence that vitamins prevent colds.", "whole", ["vitamins", "prevent"]],
    ["It does not always rain.", "weak", ["rain"]],
    ["Very few films are banned.", "few", ["films", "banned"]],
  ])("%s", (text, reach, heads) => {
    expect(negations(text)).toHaveLength(1);
    expect(negations(text)[0]).toMatchObject({
      reach,
      heads: keys(...heads),
    });
  });

  test.each([
    "It is not only cheap but also light.",
    "No solo es barato.",
    "Sin embargo, llueve.",
    "Sin duda es grande.",
    "No doubt it is large.",
    "Do not forget to water it.",
    "No, German trains run late.",
    "If you do not water it, it dies.",
    "Si no llueve, se seca.",
    "Spain did not recognise it until 1836.",
    "It is not a myth that cats sleep.",
  ])("is none that tells against anything: %s", (text) => {
    expect(negations(text)).toEqual([]);
  });

  test("said twice in Spanish is one", () => {
    expect(negations("No hay nunca nadie.")).toHaveLength(1);
  });

  test("of a denial of the whole sentence takes it back", () => {
    expect(negations("It is false that cats do not sleep.")).toEqual([]);
  });
});
