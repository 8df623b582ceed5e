import { expect, test } from "vitest";
import { evidenceStance } from "./evidenceStance.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { passage } from "../fixtures/deliberation.ts";

const comparing = { analyse, languageOf: detectLanguage };

const evidence = [
  passage(
    1,
    "La garantía de los paneles cubre los defectos de fábrica. Dura diez años la garantía de los paneles.",
  ),
  passage(2, "Los paneles se limpian en primavera con agua tibia."),
  passage(3, "La garantía de los paneles no cubre los daños por granizo."),
];

test.each([
  ["La garantía de los paneles dura 10 años.", "supports", [1]],
  ["La garantía de los paneles dura 12 años.", "contradicts", [1]],
  ["La garantía de los paneles cubre los daños por granizo.", "contradicts", [3]],
  ["El inversor pesa veinte kilos.", "silent", []],
  ["Los paneles no se limpian en primavera.", "contradicts", [2]],
])("%s: %s", (quote, stance, sources) => {
  expect(evidenceStance(comparing, quote, evidence)).toEqual({ evidence: stance, sources });
});

test("without passages everything is open", () => {
  expect(evidenceStance(comparing, "Dura diez años.", [])).toEqual({ evidence: "silent", sources: [] });
});
