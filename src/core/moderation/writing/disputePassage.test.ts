import { describe, expect, test } from "vitest";
import type { Stance } from "../../../contract/synthesis.ts";
import { disputePassage } from "./disputePassage.ts";
import type { Dispute } from "./disputes.ts";
import { phrasesByLocale } from "./phrases.ts";
import { statementOf } from "./statements.ts";

const voices = ["a", "b", "c"].map((model) => ({ model, text: "", isWhole: true }));

function side(text: string, taking: readonly number[], evidence: Stance["evidence"], sources: number[]) {
  const claim = {
    voice: taking[0] ?? 0,
    start: 0,
    end: text.length,
    text,
    terms: new Set<string>(),
    cited: [],
  };
  const statement = statementOf(claim, taking);
  return { statement, stance: { models: [], quote: text, evidence, sources }, voices: taking };
}

function dispute(sides: Dispute["sides"], more: Partial<Dispute> = {}): Dispute {
  const conflict = { kind: "number" as const, topic: "warranty", sides: [] };
  const contradiction = { topic: "warranty", stances: sides.map(({ stance }) => stance) };
  return {
    conflict,
    topic: "warranty",
    sides,
    isCentral: true,
    isPlain: true,
    isSettled: false,
    contradiction,
    ...more,
  };
}

const silent = dispute([
  side("It lasts 10 years.", [0, 2], "silent", []),
  side("It lasts 12 years.", [1], "silent", []),
]);

function written(told: Dispute, hasSources = false, isFirst = true, locale: "es" | "en" = "en"): string {
  return disputePassage(phrasesByLocale[locale], voices, [told], hasSources, isFirst)?.text ?? "";
}

describe("a contradiction", () => {
  test("says how many answers take each side, and that nothing decides it", () => {
    expect(written(silent)).toBe(
      "The answers contradict each other:\n- Two answers: “It lasts 10 years.”\n- One answer: “It lasts 12 years.”\n\n" +
        "Nothing said here settles which is right; it is worth checking.",
    );
  });

  test("about something else than the question names its topic", () => {
    expect(written({ ...silent, isCentral: false }, false, true, "es")).toMatch(
      /^Las respuestas no coinciden sobre «warranty»:\n- Dos respuestas: «It lasts 10 years\.»/,
    );
  });

  test("that is not the first does not repeat the advice", () => {
    expect(written({ ...silent, isCentral: false }, false, false)).toBe(
      "They also disagree about “warranty”:\n- Two answers: “It lasts 10 years.”\n- One answer: “It lasts 12 years.”",
    );
  });

  test("says when the sources are silent", () => {
    expect(written(silent, true)).toMatch(/“It lasts 12 years\.”\n\nThe sources do not settle it\.$/);
  });

  test("says which sources speak for and against a side, and when they go against the majority", () => {
    const settled = dispute(
      [
        side("It lasts 10 years.", [0, 2], "contradicts", [1]),
        side("It lasts 12 years.", [1], "supports", [1, 3]),
      ],
      { isSettled: true },
    );
    expect(written(settled, true)).toBe(
      "The answers contradict each other:\n- Two answers: “It lasts 10 years.” [S1] says otherwise.\n" +
        "- One answer: “It lasts 12 years.” [S1][S3] support it.\n\nThe sources do not support what most answers say.",
    );
  });
});

test("each side is traced to its models", () => {
  const passage = disputePassage(phrasesByLocale.en, voices, [silent], false, true);
  expect(passage?.claims).toEqual([
    { text: "It lasts 10 years.", models: ["a", "c"], quote: "It lasts 10 years.", sources: [] },
    { text: "It lasts 12 years.", models: ["b"], quote: "It lasts 12 years.", sources: [] },
  ]);
});

test("without contradictions there is nothing to say", () => {
  expect(disputePassage(phrasesByLocale.en, voices, [], false, true)).toBeNull();
});
