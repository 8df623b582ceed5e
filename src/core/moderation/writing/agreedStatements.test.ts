import { expect, test } from "vitest";
import { agreedStatements } from "./agreedStatements.ts";
import { comparedAnswers } from "./comparedAnswers.ts";
import type { Agreement, Claim } from "../comparing/comparison.ts";
import { deliberationOn } from "../fixtures/deliberation.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";

const deps = { analyse, languageOf: detectLanguage };

/** Three answers of three sentences; `together` names the claims of each agreement by their place in all nine. */
function agreed(together: readonly (readonly number[])[], disputed: readonly number[] = []) {
  const texts = [
    "Paint keeps the roof of the house dry. The tiles of the old roof weigh two tonnes. Moss grows on the north side of the house.",
    "It keeps the roof dry too. The tiles weigh some two tonnes in all [S1]. A gutter carries the rain water of the roof away.",
    "Birds nest under the roof in spring. Two tonnes is what the tiles of the roof weigh. Moss grows on the north side.",
  ];
  const compared = comparedAnswers(deps, deliberationOn("How heavy is the roof?", texts));
  const claims = (places: readonly number[]): readonly Claim[] =>
    places.flatMap((place) => compared.claims[place] ?? []);
  const agreements: readonly Agreement[] = together.map((places) => ({
    claims: claims(places),
    wordings: claims(places),
  }));
  const conflicts = [{ kind: "number" as const, topic: "", sides: [claims(disputed)] }];
  return agreedStatements({ ...compared, agreements, conflicts, best: 0 });
}

test("what more answers say and what was asked leads, the rest follows in the order of the answers", () => {
  const texts = agreed([
    [2, 8],
    [0, 3],
    [1, 4, 7],
  ]).map(({ text }) => text);
  expect(texts).toEqual([
    "The tiles weigh some two tonnes in all [S1].",
    "Paint keeps the roof of the house dry.",
    "Moss grows on the north side of the house.",
  ]);
});

test("the wording that cites a source is taken, never one that leans on the sentence before it", () => {
  const [tiles, paint] = agreed([
    [1, 4, 7],
    [3, 0],
  ]);
  expect(tiles?.quote).toBe("The tiles weigh some two tonnes in all [S1].");
  expect(tiles?.voices).toEqual([0, 1, 2]);
  expect(paint?.quote).toBe("Paint keeps the roof of the house dry.");
});

test("what another answer contradicts is left out", () => {
  expect(
    agreed(
      [
        [1, 4, 7],
        [2, 8],
      ],
      [7],
    ).map(({ text }) => text),
  ).toEqual(["Moss grows on the north side of the house."]);
});
