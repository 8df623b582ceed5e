import { expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { candidatePairs } from "./candidatePairs.ts";
import { claimsOf } from "./claims.ts";
import { voicesOf } from "../fixtures/voices.ts";
import { readerOf } from "./reading.ts";

const comparing = { analyse, languageOf: detectLanguage };
const reader = readerOf(comparing);
const pairsOf = (...texts: readonly string[]) =>
  candidatePairs(reader, claimsOf(comparing, voicesOf(...texts)).map(reader.read));

test("pairs claims of different voices that share telling words; the closest to each other are partners", () => {
  expect(
    pairsOf(
      "The inverter has a separate warranty. Hail damages solar panels.",
      "Solar panels suffer from hail. The weight of solar panels matters.",
    ),
  ).toEqual([
    { one: 1, other: 2, arePartners: true },
    { one: 1, other: 3, arePartners: false },
  ]);
});

test("pairs no two claims of one voice, nor claims that share filling words alone", () => {
  expect(pairsOf("Hail damages panels. Hail damages roofs.", "It is usually an important thing.")).toEqual(
    [],
  );
});
