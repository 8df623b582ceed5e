import { describe, expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { holdsClaim } from "./holding.ts";
import { statedClaim } from "./statedClaim.ts";

const deps = { analyse, languageOf: detectLanguage };
const holds = (holder: string, held: string, question?: string) =>
  holdsClaim(deps, statedClaim(deps, holder), statedClaim(deps, held), question);

describe("who says more says the less, not the other way round", () => {
  test.each([
    ["The drug is safe for adults and children.", "The drug is safe for adults."],
    ["Ibuprofen should be taken with food and with a glass of wine.", "Ibuprofen should be taken with food."],
    [
      "The engineer Clara Whitfield designed it and supervised the works.",
      "It was designed by Clara Whitfield.",
    ],
    ["La entrada cuesta 8 euros y se puede comprar por internet.", "La entrada cuesta 8 euros."],
    ["El medicamento es seguro para adultos y niños.", "El medicamento es seguro para adultos."],
    ["The bridge was opened in May 1931.", "The bridge was opened in 1931."],
  ])("%s | %s", (more, less) => {
    expect(holds(more, less)).toBe(true);
    expect(holds(less, more)).toBe(false);
  });
});

describe("neither says the other", () => {
  test.each([
    ["About 60% of the residents voted.", "Roughly 70% of the residents voted."],
    ["La biblioteca abre de 9 a 13 h.", "La biblioteca abre de 9 a 14 horas."],
    ["The limit is 7 items.", "The limit is between 5 and 7 items."],
    ["El límite es de 7 unidades.", "El límite está entre 5 y 7 unidades."],
    ["The water is safe to drink.", "The water of most streams is safe to drink."],
    ["La garantía cubre el motor.", "La garantía no cubre el motor."],
  ])("%s | %s", (one, other) => {
    expect([holds(one, other), holds(other, one)]).toEqual([false, false]);
  });
});

test("a condition or a doubt says less than the plain sentence", () => {
  expect(holds("The drug is safe only for adults.", "The drug is safe.")).toBe(false);
  expect(holds("El medicamento podría ser seguro.", "El medicamento es seguro.")).toBe(false);
  expect(holds("Entry costs only 8 euros.", "Entry costs 8 euros.")).toBe(true);
});

test("inflection, synonyms and the order of the words make no difference", () => {
  expect(
    holds(
      "Cooked chicken keeps 3–4 days in the refrigerator.",
      "In the fridge, cooked chicken is kept for three to four days.",
    ),
  ).toBe(true);
});

test("a short answer leaves out what was asked, unless it was for a yes or no", () => {
  expect(holds("10 years.", "The warranty lasts 10 years.", "How long does the warranty last?")).toBe(true);
  expect(holds("For adults.", "The drug is safe for adults.", "Is the drug safe for adults?")).toBe(false);
});
