import { expect, test } from "vitest";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { checkConsensus, voicesBehind } from "./checkConsensus.ts";
import { claimsByVoice } from "../comparing/claimsByVoice.ts";

const deps = { analyse, languageOf: detectLanguage };
const said = claimsByVoice(
  deps,
  [
    "The panel carries a warranty of ten years. Rust is covered by the maker.",
    "Its warranty lasts ten years for the whole panel. Delivery takes three weeks.",
    "The warranty of the panel is twelve years. Delivery takes three weeks.",
  ].map((text, place) => ({ model: `m${place}`, text, isWhole: true })),
);

test("what two answers say is consensus, what one says or a number that they do not say is not", () => {
  const statements = [
    "The panel warranty is ten years",
    "Delivery takes three weeks",
    "Rust is covered by the maker",
    "The panel warranty is eleven years",
  ];
  expect(checkConsensus(deps, statements, said)).toEqual(statements.slice(0, 2));
});

test("the answers behind a statement are told by their places", () => {
  expect(voicesBehind(deps, "Delivery takes three weeks", said)).toEqual([1, 2]);
  expect(voicesBehind(deps, "The moon is made of cheese", said)).toEqual([]);
});

test("an answer that says most of a statement does not stand behind all of it", () => {
  const covered = claimsByVoice(
    deps,
    [
      "The warranty covers the blades and the shaft.",
      "The warranty covers the blades. The tower is covered too.",
      "La garantía cubre las palas y el eje.",
    ].map((text, place) => ({ model: `m${place}`, text, isWhole: true })),
  );
  const statements = [
    "The tower is covered too.",
    "The warranty covers the blades.",
    "The warranty covers the blades and the tower.",
    "La garantía cubre las palas, el eje y la torre.",
  ];
  expect(statements.map((statement) => voicesBehind(deps, statement, covered))).toEqual([
    [1],
    [0, 1],
    [],
    [],
  ]);
  expect(checkConsensus(deps, statements, covered)).toEqual(["The warranty covers the blades."]);
});
