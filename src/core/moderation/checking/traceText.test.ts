import { expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { traceText } from "./traceText.ts";
import { claimsByVoice } from "../comparing/claimsByVoice.ts";
import { quoteVerifier } from "./quoteVerifier.ts";

const deps = { analyse, languageOf: detectLanguage };
const voices = [
  "The panel warranty lasts ten years. Rust is covered by the maker [S2].",
  "The panel warranty lasts ten years for any buyer. Delivery takes three weeks.",
].map((text, place) => ({ model: `m${place}`, text, isWhole: true }));
const sources = {
  voices,
  claimsByVoice: claimsByVoice(deps, voices),
  verify: quoteVerifier(voices),
  numbers: new Set([1, 2]),
};

test("each sentence goes with the claim behind it, its models and the sources that it cites", () => {
  const text = "The panel warranty lasts ten years [S1] [S7]. The maker covers rust [S2].";
  expect(traceText(deps, text, [], sources)).toEqual({
    coverage: 1,
    claims: [
      {
        text: "The panel warranty lasts ten years [S1] [S7].",
        models: ["m0", "m1"],
        quote: "The panel warranty lasts ten years.",
        sources: [1],
      },
      {
        text: "The maker covers rust [S2].",
        models: ["m0"],
        quote: "Rust is covered by the maker [S2].",
        sources: [2],
      },
    ],
  });
});

test("a sentence that no answer says is not covered, nor one with another number", () => {
  const text =
    "Delivery takes three weeks. Delivery takes five weeks. Elephants sleep standing in the savannah.";
  const { claims, coverage } = traceText(deps, text, [], sources);
  expect(coverage).toBeCloseTo(1 / 3, 10);
  expect(claims.map(({ text: sentence }) => sentence)).toEqual(["Delivery takes three weeks."]);
});

test("a verified claim covers its sentence and takes its wording", () => {
  const claim = {
    text: "Buyers wait most of a month before anything arrives",
    models: ["m1"],
    quote: "Delivery takes three weeks",
    sources: [],
  };
  const text = "Buyers wait most of a month before anything at all arrives.";
  expect(traceText(deps, text, [claim], sources)).toEqual({ coverage: 1, claims: [{ ...claim, text }] });
  expect(traceText(deps, text, [], sources).coverage).toBe(0);
});

test("a verified claim on no sentence of the text stays as it is and covers nothing", () => {
  const claim = { text: "Rust is covered", models: ["m0"], quote: "Rust is covered", sources: [] };
  expect(traceText(deps, "Elephants sleep standing in the savannah.", [claim], sources)).toEqual({
    coverage: 0,
    claims: [claim],
  });
});

test("a sentence that quotes answers is covered when all of it is really theirs", () => {
  const text = "Opinions on this differ: one says “Delivery takes three weeks”, and all else is open.";
  expect(traceText(deps, text, [], sources)).toMatchObject({
    coverage: 1,
    claims: [{ text, models: ["m1"], quote: "Delivery takes three weeks" }],
  });
  expect(traceText(deps, text.replace("three", "five"), [], sources).coverage).toBe(0);
});

test("a sentence about the answers themselves states nothing, one that adds a number does", () => {
  const text = "The panel warranty lasts ten years. Both answers agree wholly on that point.";
  expect(traceText(deps, text, [], sources).coverage).toBe(1);
  expect(traceText(deps, text.replace("that point", "99 points"), [], sources).coverage).toBe(0.5);
});

test("a text that states nothing has no coverage", () => {
  expect(traceText(deps, "How long? Who knows?", [], sources)).toEqual({ coverage: 0, claims: [] });
});
