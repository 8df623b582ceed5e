import { expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { comparedAnswers } from "./comparedAnswers.ts";
import { deliberationOn } from "../fixtures/deliberation.ts";
import { recommendationsOf } from "./recommendations.ts";

const deps = { analyse, languageOf: detectLanguage };

function recommendations(question: string, texts: readonly string[]): readonly string[] {
  return recommendationsOf(comparedAnswers(deps, deliberationOn(question, texts)));
}

const care = [
  "The panel is white. You should clean the panel twice a year [S1]. Never use solvents on the paint.",
  "You should clean the panel twice each year. Wash the car on Sundays if the neighbours allow it.",
];

test("advice is given in the answers' words, without marks, what several advise first", () => {
  expect(recommendations("How do I care for the panel?", care)).toEqual([
    "You should clean the panel twice a year.",
    "Never use solvents on the paint.",
  ]);
});

test("Spanish advice is known by its verbs", () => {
  const texts = [
    "El panel es blanco y pesa poco. Conviene limpiarlo dos veces al año. Evitá los solventes fuertes en la pintura.",
  ];
  expect(recommendations("¿Cómo cuido el panel?", texts)).toEqual([
    "Conviene limpiarlo dos veces al año.",
    "Evitá los solventes fuertes en la pintura.",
  ]);
});

test("what only speaks of never or always advises nothing", () => {
  const texts = ["Past trends don't predict future prices, and a cat's purr always means joy."];
  expect(recommendations("What do prices do?", texts)).toEqual([]);
});
