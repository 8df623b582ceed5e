import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MessageMetadata } from "../../contract/conversations.ts";
import { message } from "../../contract/messages.ts";
import type { Source } from "../../contract/retrieval.ts";
import { analyse } from "../retrieval/textAnalysis.ts";
import {
  agreementOf,
  bestMatch,
  citedShare,
  confidenceOf,
  confidenceParts,
  finishedShare,
  partsAddressed,
  type JudgedAnswer,
} from "./confidence.ts";

const deps = { analyse };
/** 2026-03-01, and documents of that day and of a year before. */
const at = 1_772_323_200_000;
const today = "019ca6b1-dc00-7000-8000-00000000000";
const lastYear = "01954f00-b000-7000-8000-00000000000";

const source = (n: number, changes: Partial<Source> = {}): Source => ({
  n,
  doc_id: `${today}${n}`,
  doc_name: `${n}.pdf`,
  start: 0,
  end: 1,
  snippet: "El plazo de entrega es de treinta días corridos.",
  score: 0.8,
  flagged: false,
  ...changes,
});
const answer = (
  text: string,
  metadata: MessageMetadata = {},
  question = "¿Cuál es el plazo de entrega?",
) => ({
  question,
  text,
  at,
  outcome: "completed" as const,
  metadata: { finish_reason: "stop", ...metadata },
});

describe("how sure an answer is", () => {
  test("an answer of which each sentence cites one of two agreeing documents is sure", () => {
    const told = answer("El plazo es de treinta días [S1]. Son corridos [S2].", {
      sources: [source(1), source(2)],
    });
    expect(confidenceParts(deps, told)).toEqual({ coverage: 1, completeness: 1, match: 0.8, agreement: 1 });
    expect(confidenceOf(deps, told)).toEqual({ level: "high", value: 0.96 });
  });

  test("the same from one document counts for half of the agreement while it is fresh, and less each year", () => {
    const one = (doc_id: string) =>
      confidenceParts(deps, answer("Treinta días [S1].", { sources: [source(1, { doc_id })] })).agreement;
    expect(one(`${today}1`)).toBeCloseTo(0.5, 2);
    expect(one(`${lastYear}1`)).toBeCloseTo(0.25, 2);
  });

  test("an answer from no document cannot pass a quarter", () => {
    expect(confidenceOf(deps, answer("El plazo es de treinta días."))).toEqual({ level: "low", value: 0.25 });
  });

  test("a failed, cancelled or interrupted turn has none", () => {
    const cited = answer("Treinta días [S1].", { sources: [source(1)] });
    for (const outcome of ["failed", "cancelled", "interrupted"] as const)
      expect(confidenceOf(deps, { ...cited, outcome })).toEqual({ level: "low", value: 0 });
  });

  test("coverage is the share of sentences with a mark, wherever the mark stands", () => {
    const cited = [source(1)];
    expect(citedShare("Uno [S1]. Dos. Tres. Cuatro.", cited)).toBe(0.25);
    expect(citedShare("Uno es esto. [S1] Dos es aquello. [S1]", cited)).toBe(1);
    expect(citedShare("Uno. Dos.", [])).toBe(0);
  });

  test("passages that hold what was asked for count for half where the answer cites none", () => {
    const silent = answer("Treinta días.", { sources: [source(1)] });
    expect(confidenceParts(deps, silent).coverage).toBe(0.5);
  });

  test("an answer cut off is half complete; one that declines, or was stopped, is not complete at all", () => {
    expect(finishedShare("El plazo es", { finish_reason: "length" })).toBe(0.5);
    expect(finishedShare("El plazo es", { finish_reason: "content_filter" })).toBe(0);
    expect(finishedShare(message("es", "no_evidence"), { finish_reason: "stop" })).toBe(0);
    expect(finishedShare("Lo siento, no encuentro eso.", { finish_reason: "stop" })).toBe(0);
    expect(finishedShare("I can't help with that.", { finish_reason: "stop" })).toBe(0);
    expect(finishedShare("No puede pagarse en cuotas.", { finish_reason: "stop" })).toBe(1);
  });

  test("of two things asked for, each is half of what is complete", () => {
    const parts = [new Set(["plaz", "entreg"]), new Set(["preci"])];
    expect(partsAddressed(parts, new Set(["plaz"]))).toBe(0.5);
    expect(partsAddressed(parts, new Set(["plaz", "preci"]))).toBe(1);
    const both = answer("Treinta días [S1].", { sources: [source(1)] }, "¿Cuál es el plazo? ¿Y el precio?");
    expect(confidenceParts(deps, both).completeness).toBe(0.5);
  });

  test("the match is that of the two best sources", () => {
    expect(
      bestMatch([source(1, { score: 0.2 }), source(2, { score: 0.9 }), source(3, { score: 0.7 })]),
    ).toBeCloseTo(0.8);
    expect(bestMatch([source(1, { score: 0.6 })])).toBe(0.6);
    expect(bestMatch([])).toBe(0);
  });

  test("several models agree by what they hold in common among all that they tell", () => {
    const synthesis: MessageMetadata["synthesis"] = {
      moderator_quality: "high",
      fallback_used: false,
      method: "deterministic",
      moderator: null,
      key_themes: [],
      contradictions: [{ topic: "plazo", stances: [] }],
      consensus_areas: ["a", "b", "c"],
      recommendations: [],
      suggested_questions: [],
      research_areas: [],
      claims: [],
      source_references: [],
      connections: [],
      attribution_coverage: 1,
      usage: null,
    };
    const given = { cited: [], at, supports: () => true };
    expect(agreementOf({ ...given, metadata: { synthesis } })).toBe(0.75);
    const silent = { ...synthesis, consensus_areas: [], contradictions: [] };
    expect(agreementOf({ ...given, metadata: { synthesis: silent } })).toBe(0);
  });

  test("whatever is said of whatever, it lies between 0 and 1 with two decimals", () => {
    const anySource = fc.record({
      n: fc.integer({ min: 1, max: 9 }),
      doc_id: fc.uuid(),
      snippet: fc.string(),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const piece = fc.oneof(
      fc.string(),
      fc.integer({ min: 0, max: 12 }).map((n) => ` [S${n}]. `),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.string(), fc.array(anySource), (pieces, question, sources) => {
        const judged: JudgedAnswer = answer(
          pieces.join(""),
          { sources: sources.map(({ n, ...rest }) => source(n, rest)) },
          question,
        );
        const { value, level } = confidenceOf(deps, judged);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(Math.round(value * 100) / 100).toBe(value);
        expect(level).toBe(value >= 0.7 ? "high" : value >= 0.5 ? "medium" : "low");
      }),
    );
  });
});
