import { describe, expect, test } from "vitest";
import type { Analysis } from "./analysis.ts";
import type { CheckedSynthesis } from "./checking/checkSynthesis.ts";
import { filledLists, qualityOf, structureMarks } from "./quality.ts";

const two = ["one", "two"];
const full: Analysis = {
  key_themes: two,
  contradictions: [{ topic: "t", stances: [] }],
  consensus_areas: two,
  recommendations: two,
  suggested_questions: two,
  research_areas: two,
  claims: [],
  source_references: [],
  connections: [],
};
/** Distinct words of nine characters, blank included. */
const textOf = (characters: number) =>
  Array.from({ length: Math.ceil(characters / 9) + 1 }, (_, n) => `word${1_000 + n}`)
    .join(" ")
    .slice(0, characters);
const best: CheckedSynthesis = { text: textOf(801), analysis: full, coverage: 0.8, hasConflict: true };
const grade = (worse: Partial<CheckedSynthesis>, lists: Partial<Analysis> = {}) =>
  qualityOf({ ...best, ...worse, analysis: { ...full, ...lists } });

describe("high takes", () => {
  test("five marks, three lists, more than 800 characters and four fifths from answers", () => {
    expect(grade({})).toBe("high");
    expect(grade({}, { research_areas: [] })).toBe("high");
  });

  test.each([
    ["800 characters", { text: textOf(800) }, {}],
    ["a sentence less from answers", { coverage: 0.79 }, {}],
    ["four marks", {}, { research_areas: [], consensus_areas: [] }],
    ["two lists", {}, { research_areas: ["one"], recommendations: ["one"] }],
  ])("not %s, which is medium", (_, worse, lists) => {
    expect(grade(worse, lists)).toBe("medium");
  });
});

describe("medium takes", () => {
  const least = { research_areas: [], consensus_areas: [], contradictions: [] };

  test("three marks, two lists and more than 400 characters, whatever is from answers", () => {
    expect(grade({ text: textOf(401), coverage: 0 }, least)).toBe("medium");
  });

  test.each([
    ["400 characters", { text: textOf(400) }, least],
    ["two marks", {}, { ...least, recommendations: [] }],
    ["one list", {}, { ...least, recommendations: ["one"], key_themes: ["one"] }],
  ])("not %s, which is low", (_, worse, lists) => {
    expect(grade(worse, lists)).toBe("low");
  });
});

test("a text that is none fails, whatever is told with it", () => {
  expect(grade({ text: "" })).toBe("failed");
  expect(grade({ text: textOf(79) })).toBe("failed");
  expect(grade({ text: textOf(5_001) })).toBe("failed");
});

test("a short text with nothing beside it is low", () => {
  const { text } = { text: textOf(80) };
  const none = { key_themes: [], recommendations: [], suggested_questions: [], research_areas: [] };
  expect(grade({ text }, { ...none, contradictions: [], consensus_areas: [] })).toBe("low");
});

test("where the answers have no contradiction, telling none is a mark", () => {
  const analysis = { ...full, contradictions: [] };
  expect(structureMarks({ analysis, hasConflict: false })).toBe(6);
  expect(structureMarks({ analysis, hasConflict: true })).toBe(5);
});

test("one entry makes a mark, two make a list", () => {
  const analysis = { ...full, key_themes: ["one"], research_areas: [] };
  expect([structureMarks({ analysis, hasConflict: true }), filledLists(analysis)]).toEqual([5, 2]);
});
