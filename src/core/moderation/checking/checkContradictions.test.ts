import { expect, test } from "vitest";
import type { Deliberation } from "../../answering/moderator.ts";
import type { Evidence } from "../../answering/model.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { answerLabels } from "./answerLabels.ts";
import { checkContradictions } from "./checkContradictions.ts";
import { claimsByVoice } from "../comparing/claimsByVoice.ts";
import { quoteVerifier } from "./quoteVerifier.ts";

const deps = { analyse, languageOf: detectLanguage };
const ten = "The panel warranty lasts ten years.";
const twelve = "The panel warranty lasts twelve years.";
const evidence: Evidence = {
  n: 4,
  documentId: "d",
  documentName: "d",
  page: null,
  headings: [],
  start: 0,
  end: 0,
  text: "The panel warranty lasts ten years from the day of delivery.",
  language: "en",
  score: 1,
};
const deliberation: Deliberation = {
  question: "How long does the warranty last?",
  locale: "en",
  voices: [ten, `${twelve} Delivery takes three weeks.`, `Indeed. ${ten}`].map((text, place) => ({
    model: `m${place}`,
    text,
    isWhole: true,
  })),
  evidence: [evidence],
  style: { personality: null, temperature: null },
};
const { voices, question } = deliberation;
const answers = voices.map(({ text }, voice) => ({ label: "ABC"[voice] ?? "", voice, text }));
const checks = {
  deliberation,
  labels: answerLabels(answers, voices, question),
  verify: quoteVerifier(voices),
  claimsByVoice: claimsByVoice(deps, voices),
};
const check = (stances: readonly (readonly [string, string])[], topic = "warranty") =>
  checkContradictions(deps, checks, [
    { topic, stances: stances.map(([models, quote]) => ({ models: models.split(" "), quote })) },
  ]);

test("two verified quotes of different models stand, each held against the evidence", () => {
  expect(
    check(
      [
        ["A C", ten],
        ["B", "panel warranty lasts twelve years"],
      ],
      "What Answer A says",
    ),
  ).toEqual([
    {
      topic: "What m0 says",
      stances: [
        { models: ["m0", "m2"], quote: ten, evidence: "supports", sources: [4] },
        {
          models: ["m1"],
          quote: "panel warranty lasts twelve years",
          evidence: "contradicts",
          sources: [4],
        },
      ],
    },
  ]);
});

test.each([
  [
    "a quote that nobody wrote",
    [
      ["A", ten],
      ["B", "warranty lasts eleven years"],
    ],
  ],
  ["one side alone", [["A", ten]]],
  [
    "two quotes of one model",
    [
      ["B", twelve],
      ["B", "Delivery takes three weeks."],
    ],
  ],
  [
    "two quotes that say the same",
    [
      ["A", ten],
      ["C", "panel warranty lasts ten years"],
    ],
  ],
  [
    "two quotes that have nothing in common",
    [
      ["A", ten],
      ["B", "Delivery takes three weeks."],
    ],
  ],
] as const)("%s is no contradiction", (_, stances) => {
  expect(check(stances)).toEqual([]);
});

test("a quote under a wrong label is told of the model that wrote it", () => {
  expect(
    check([
      ["B", ten],
      ["A", twelve],
    ])[0]?.stances.map(({ models }) => models),
  ).toEqual([["m0", "m2"], ["m1"]]);
});

test("a model is on one side only, and whoever says the same joins it", () => {
  const stances = check([
    ["A B", ten],
    ["B A", twelve],
  ])[0]?.stances;
  expect(stances?.map(({ models }) => models)).toEqual([["m0", "m2"], ["m1"]]);
});

test("short answers to the question need no word in common", () => {
  const said = ["Sydney.", "Canberra.", "It is Sydney."].map((text, place) => ({
    model: `m${place}`,
    text,
    isWhole: true,
  }));
  const short = {
    ...checks,
    deliberation: {
      ...deliberation,
      question: "What is the capital of Australia?",
      voices: said,
      evidence: [],
    },
    verify: quoteVerifier(said),
    claimsByVoice: claimsByVoice(deps, said),
  };
  const stancesOf = (...quotes: string[]) =>
    checkContradictions(deps, short, [
      { topic: "capital", stances: quotes.map((quote, place) => ({ models: ["ABC"[place] ?? ""], quote })) },
    ]).flatMap(({ stances }) => stances.map(({ models }) => models));
  expect(stancesOf("Sydney.", "Canberra")).toEqual([["m0", "m2"], ["m1"]]);
  expect(stancesOf("Sydney.", "", "It is Sydney.")).toEqual([]);
});

test("the same contradiction told twice stands once", () => {
  const told = {
    topic: "warranty",
    stances: [
      { models: ["A"], quote: ten },
      { models: ["B"], quote: twelve },
    ],
  };
  expect(
    checkContradictions(deps, checks, [told, { ...told, stances: told.stances.toReversed() }]),
  ).toHaveLength(1);
});
