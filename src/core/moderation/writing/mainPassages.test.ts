import { describe, expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { comparedAnswers } from "./comparedAnswers.ts";
import { deliberationOn } from "../fixtures/deliberation.ts";
import { mainPassages } from "./mainPassages.ts";
import type { Material } from "./material.ts";
import { phrasesByLocale } from "./phrases.ts";
import { statementOf } from "./statements.ts";

const deps = { analyse, languageOf: detectLanguage };

/** Without contradictions, whatever the answers; `agreed` names claims by their place and who says so. */
function written(
  texts: readonly string[],
  agreed: readonly (readonly [claim: number, voices: readonly number[]])[],
  { best = 0, needsExcerpt = false } = {},
): readonly string[] {
  const compared = { ...comparedAnswers(deps, deliberationOn("What is it like there?", texts)), best };
  const statements = agreed.flatMap(([place, voices]) => {
    const claim = compared.claims[place];
    return claim ? [statementOf(claim, voices)] : [];
  });
  const material: Material = {
    compared,
    agreed: statements,
    refuted: [],
    disputes: [],
    emphasis: { warnings: [], others: [] },
    open: [],
    needsExcerpt,
  };
  return mainPassages(phrasesByLocale.en, material, 1_000).map(({ text }) => text);
}

const quiet = "The streets of the town are quiet at night.";
const rents = "Rents in the town have become a burden";

describe("what answers agree on", () => {
  test("is one paragraph, with how many say so", () => {
    const texts = [`${quiet} ${rents}.`, `${quiet} ${rents}.`, "The sea is near."];
    expect(
      written(texts, [
        [0, [0, 1]],
        [1, [0, 1, 2]],
      ]),
    ).toEqual([`${quiet} ${rents}. Each point is made by two to three of the three answers.`]);
  });

  test("is a list where it was one in the answers", () => {
    const list = `Life in the town has two sides that all who live there know about and speak of often.\n\n- ${quiet}\n- ${rents}.`;
    expect(
      written(
        [list, `${list} Really.`],
        [
          [1, [0, 1]],
          [2, [0, 1]],
        ],
      ),
    ).toEqual([`The answers agree on this:\n- ${quiet}\n- ${rents}.\n\nBoth answers agree on this.`]);
  });

  test("stands beside what a brief answer says that has no part in it", () => {
    expect(written([quiet, quiet, rents], [[0, [0, 1]]])).toEqual([
      `${quiet} Two of the three answers say so.`,
      `One answer says something else:\n- ${rents}`,
    ]);
  });
});

test("brief answers that share nothing are told one by one, as unbacked", () => {
  expect(written([quiet, rents], [])).toEqual([
    `Each answer says something different:\n- ${quiet}\n- ${rents}\n\n` +
      "None of these answers backs another up; they are worth checking.",
  ]);
});

test("the best answer as it stands comes with what others agree on beyond it", () => {
  const best =
    "Fish is sold at the harbour every morning, and the fish of the harbour is what the town is known for.";
  const texts = [best, `${quiet} It is small.`, quiet];
  expect(written(texts, [[1, [1, 2]]], { needsExcerpt: true })).toEqual([
    `The fullest of the three answers puts it this way:\n\n${best}`,
    `They also agree on this:\n- ${quiet}`,
  ]);
});
