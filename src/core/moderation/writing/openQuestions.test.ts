import { describe, expect, test } from "vitest";
import type { Locale } from "../../../contract/common.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { comparedAnswers } from "./comparedAnswers.ts";
import { disputesOf } from "./disputes.ts";
import { deliberationOn } from "../fixtures/deliberation.ts";
import { openQuestions } from "./openQuestions.ts";
import { phrasesByLocale } from "./phrases.ts";
import { truthQuestion } from "./questions.ts";
import { statementOf } from "./statements.ts";
import { themesOf } from "./themes.ts";

const deps = { analyse, languageOf: detectLanguage };

function questions(question: string, texts: readonly string[], locale: Locale = "en") {
  const compared = comparedAnswers(deps, deliberationOn(question, texts));
  const disputes = disputesOf(deps, compared);
  return openQuestions(deps, phrasesByLocale[locale], compared, { disputes, singles: [], themes: [] });
}

describe("a contradiction asks", () => {
  test("the question again, with the figures to choose from", () => {
    const texts = ["The panel warranty lasts 10 years.", "The panel warranty lasts 12 years."];
    expect(questions("How long does the panel warranty last?", texts).suggested).toEqual([
      "How long does the panel warranty last: 10 or 12 years?",
    ]);
  });

  test("only the part of the question that asks for the figure", () => {
    const texts = ["La empresa se fundó en 1987.", "La empresa se fundó en 1990."];
    expect(questions("¿Quién dirige la empresa y cuándo se fundó?", texts, "es").suggested).toContain(
      "¿Cuándo se fundó: 1987 o 1990?",
    );
  });

  test("whether one side is true, where the question asks for no figure", () => {
    const texts = ["The tune was composed by Mozart.", "The tune was not composed by Mozart."];
    expect(questions("Who composed the tune?", texts).suggested).toEqual([
      "Is it true that the tune was composed by Mozart?",
    ]);
  });
});

test("what an answer says it depends on is asked in the asker's own mouth", () => {
  const texts = ["The price of the roof depends on your budget and the climate."];
  expect(questions("What does the roof cost?", texts).suggested).toEqual([
    "What changes with my budget and the climate?",
  ]);
  const spanish = ["El precio del techo depende de tu presupuesto y del clima."];
  expect(questions("¿Cuánto cuesta el techo?", spanish, "es").suggested).toEqual([
    "¿Qué cambia según mi presupuesto y del clima?",
  ]);
});

test("a part of the question that no answer takes up is asked again, and open", () => {
  const texts = ["Smoking is allowed on the terrace.", "Smoking is allowed on the terrace."];
  const { suggested, open, research } = questions("Is smoking allowed? Which pets may guests bring?", texts);
  expect(suggested).toEqual(["Which pets may guests bring?"]);
  expect(open).toEqual(suggested);
  expect(research).toEqual(suggested);
});

test("what an answer itself calls unknown is left to research", () => {
  const doubt = "The exact number of black holes in the galaxy is still unknown to astronomers.";
  expect(questions("How many black holes are there?", [doubt])).toEqual({
    suggested: [],
    open: [],
    research: [doubt],
  });
});

describe("what one answer alone says", () => {
  const texts = [
    "The first picture of a black hole was taken in 2019 by the Event Horizon Telescope.",
    "Black holes grow in the dust of old galaxies.",
  ];
  const compared = comparedAnswers(deps, deliberationOn("What is a black hole?", texts));
  const singles = compared.claims.map((claim) => statementOf(claim, [claim.voice]));
  const themes = themesOf(deps, "What is a black hole?", compared.voices);
  const asked = openQuestions(deps, phrasesByLocale.en, compared, { disputes: [], singles, themes });

  test("is asked after, figures first, and so is a theme that it brings up", () => {
    expect(asked.suggested).toEqual([
      "Is it true that the first picture of a black hole was taken in 2019 by the Event Horizon Telescope?",
      "Is it true that black holes grow in the dust of old galaxies?",
      "What else is known about “Event Horizon Telescope”?",
    ]);
  });

  test("is unsettled where there are no sources", () => {
    expect(asked.research).toEqual(asked.suggested.slice(0, 2));
  });
});

describe("whether it is true", () => {
  const compared = comparedAnswers(
    deps,
    deliberationOn("Where do visionaries live?", [
      "Some visionaries live in Madrid, and in Madrid the visionaries meet.",
    ]),
  );
  const asked = (text: string) => {
    const claim = { voice: 0, start: 0, end: text.length, text, terms: new Set(["a", "b"]), cited: [] };
    return truthQuestion(phrasesByLocale.en, compared, statementOf(claim, [0]));
  };

  test("is asked with a small letter, unless the sentence begins with a name", () => {
    expect(asked("Visionaries live in **Madrid** [S1].")).toBe("Is it true that visionaries live in Madrid?");
    expect(asked("Madrid is full of visionaries.")).toBe("Is it true that Madrid is full of visionaries?");
  });

  test.each([
    "It is full of visionaries.",
    "There are no visionaries in Madrid.",
    "Total = 3 × 4 visionaries.",
    "Visionaries: those who live in Madrid.",
    "To count visionaries we go to Madrid.",
  ])("is not asked of what would make no question: %s", (text) => {
    expect(asked(text)).toBeNull();
  });
});
