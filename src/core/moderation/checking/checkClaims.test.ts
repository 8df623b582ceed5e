import { expect, test } from "vitest";
import type { Deliberation } from "../../answering/moderator.ts";
import type { Evidence } from "../../answering/model.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { answerLabels } from "./answerLabels.ts";
import { checkClaims } from "./checkClaims.ts";
import { claimsByVoice } from "../comparing/claimsByVoice.ts";
import { quoteVerifier } from "./quoteVerifier.ts";

const deps = { analyse, languageOf: detectLanguage };
const passage = (n: number): Evidence => ({
  n,
  documentId: "d",
  documentName: "d",
  page: null,
  headings: [],
  start: 0,
  end: 0,
  text: "",
  language: null,
  score: 1,
});
const deliberation: Deliberation = {
  question: "¿Cuánto dura la garantía?",
  locale: "es",
  voices: [
    "La garantía del panel dura **diez años** [S1]. El flete lo paga el comprador.",
    "La garantía del panel dura diez años.",
    "The warranty of the panel is for ten years from the day of delivery, says the maker.",
  ].map((text, place) => ({ model: `m${place}`, text, isWhole: true })),
  evidence: [passage(1), passage(2)],
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
const check = (claim: Partial<Parameters<typeof checkClaims>[2][number]>) =>
  checkClaims(deps, checks, [
    {
      text: "El panel tiene diez años de garantía.",
      models: ["A"],
      quote: "dura diez años",
      sources: [],
      ...claim,
    },
  ]);

test("a claim keeps its exact quote, its models by name and the sources that exist, in order", () => {
  expect(check({ text: " Según la respuesta A, diez años. ", sources: [2, 9, 1, 2] })).toEqual([
    { text: "Según m0, diez años.", models: ["m0", "m1"], quote: "dura **diez años", sources: [1, 2] },
  ]);
});

test("all that say the same are behind it, whoever was named", () => {
  expect(check({ quote: "La garantía del panel dura diez años", models: ["A"] })[0]?.models).toEqual([
    "m0",
    "m1",
  ]);
  const freight = {
    text: "El comprador paga el flete.",
    quote: "El flete lo paga el comprador",
    models: ["A", "B"],
  };
  expect(check(freight)[0]?.models).toEqual(["m0"]);
});

test.each([
  ["a quote that nobody wrote", { quote: "dura doce años" }],
  ["a quote that says another number", { text: "La garantía del panel dura doce años." }],
  ["a quote about something else", { quote: "El flete lo paga el comprador" }],
  ["no statement", { text: " " }],
])("a claim with %s is dropped", (_, claim) => {
  expect(check(claim)).toEqual([]);
});

test("a quote in another language than the claim may share no word with it", () => {
  const text = "El fabricante se hace cargo de las fallas durante diez años desde la entrega.";
  const quote = "The warranty of the panel is for ten years from the day of delivery, says the maker.";
  expect(check({ text, quote, models: ["C"] })).toEqual([{ text, quote, models: ["m2"], sources: [] }]);
});

test("a model whose answer says less than the claim is not named", () => {
  const texts = ["The drug is safe for adults.", "The drug is safe for adults and children."];
  const told = texts.map((text, place) => ({ model: `m${place}`, text, isWhole: true }));
  const claims = checkClaims(
    deps,
    {
      deliberation: { ...deliberation, voices: told },
      labels: answerLabels(
        texts.map((text, voice) => ({ label: "AB"[voice] ?? "", voice, text })),
        told,
        "Is the drug safe?",
      ),
      verify: quoteVerifier(told),
      claimsByVoice: claimsByVoice(deps, told),
    },
    texts.map((text) => ({ text, models: ["A", "B"], quote: text, sources: [] })),
  );
  expect(claims.map(({ models }) => models)).toEqual([["m0", "m1"], ["m1"]]);
});
