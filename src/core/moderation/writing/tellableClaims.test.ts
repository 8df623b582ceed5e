import { describe, expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { claimsOf } from "../comparing/claims.ts";
import { standsAlone, tellableClaims } from "./tellableClaims.ts";

const deps = { analyse, languageOf: detectLanguage };
const filler =
  "The panel warranty lasts ten years from the day of purchase and covers all defects of the factory, as the maker says in its brochure.";

function tellable(text: string): readonly string[] {
  const voices = [{ model: "a", text, isWhole: true }];
  return [...tellableClaims(voices, claimsOf(deps, voices))].map((claim) => claim.text);
}

describe("stands alone", () => {
  test.each([
    "The tune was composed by Mozart.",
    "There are two kinds of black holes.",
    "One theory says that it is old.",
    "La empresa se fundó en 1987.",
    "Es importante leer el manual.",
  ])("yes: %s", (text) => {
    expect(standsAlone(text)).toBe(true);
  });

  test.each([
    "It was composed by Mozart.",
    "These particles hit the air.",
    "In these regions the field is weak.",
    "I think that it is old.",
    "Can be expensive.",
    "Esto ocurre de noche.",
    "En este proceso se libera oxígeno.",
    "Es la más grande del país.",
  ])("no: %s", (text) => {
    expect(standsAlone(text)).toBe(false);
  });
});

test("a point under another point leans on it, a point with its own label does not", () => {
  const text = `${filler}\n\n1. **Logs:**\n    * Requires special skills to build.\n    * Cost: logs cost more than boards.`;
  expect(tellable(text)).toEqual([filler, "Cost: logs cost more than boards."]);
});

test("a clipped point of a list is left out, also where a sentence of prose would stay", () => {
  expect(tellable(`${filler}\n\n- Good insulation against the cold`)).toEqual([filler]);
});

test("a short answer is told as it is, what leans on its first sentence is not", () => {
  expect(tellable("It lasts ten years")).toEqual(["It lasts ten years"]);
  expect(tellable("Se fundó en 1990. Su primera planta abrió ese año.")).toEqual(["Se fundó en 1990."]);
});
