import { expect, test } from "vitest";
import { proseByName } from "../prose.ts";
import { synthesisOf } from "./synthesis.ts";

const labels = ["A", "B", "C"];
const prose = (set: string) =>
  labels.map((label, at) => ({ label, text: proseByName.get(`${set}-${at + 1}`) ?? "" }));

test.each([
  ["warranty", "lasts 10 years from", "lasts 12 years from", "warranty solar panels"],
  ["garantia", "caldera incluye la mano", "caldera no incluye la mano", "garantía caldera incluye"],
  ["bridge", "in May 1931 after", "in May 1937 after", "bridge opened traffic"],
  ["museo", "abre los lunes", "cierra los lunes", "museo lunes"],
])("the planted contradiction of %s is found, with both quotes", (set, one, other, topic) => {
  const [found, ...others] = synthesisOf({ question: "?", answers: prose(set) }).contradictions;
  expect(others).toEqual([]);
  expect(found?.topic).toBe(topic);
  expect(found?.stances.map(({ models }) => models)).toEqual([["A"], ["C"]]);
  expect(found?.stances[0]?.quote).toContain(one);
  expect(found?.stances[1]?.quote).toContain(other);
});

test.each([
  ["warranty", "To make a claim, the owner must present the original invoice."],
  ["garantia", "Para reclamar hace falta presentar la factura de compra."],
  ["bridge", "It was designed by the engineer Clara Whitfield."],
  ["museo", "La entrada general cuesta 8 euros."],
])("what all answers of %s say is a consensus and opens the text", (set, sentence) => {
  const { consensus_areas, synthesis_text, claims } = synthesisOf({ question: "?", answers: prose(set) });
  expect(consensus_areas).toContain(sentence);
  expect(synthesis_text.startsWith(sentence)).toBe(true);
  expect(claims.find(({ quote }) => quote === sentence)?.models).toEqual(labels);
});

test.each(["warranty", "garantia", "bridge", "museo"])(
  "two answers of %s are enough for a long text, all of it quoted from them",
  (set) => {
    const answers = prose(set).slice(1);
    const { synthesis_text, claims } = synthesisOf({ question: "?", answers });
    expect(synthesis_text.length).toBeGreaterThan(800);
    expect(synthesis_text.length).toBeLessThan(1_600);
    expect(claims.map(({ quote }) => quote).toSorted()).toEqual(
      synthesis_text.split(/(?<=\.)\s+/u).toSorted(),
    );
    for (const { quote, models } of claims) {
      expect(answers.find(({ label }) => label === models[0])?.text).toContain(quote);
    }
  },
);

test("no list is empty, and the topic comes from the question", () => {
  const synthesis = synthesisOf({ question: "What does the warranty cover?", answers: prose("warranty") });
  expect(synthesis).toMatchObject({
    key_themes: ["warranty", "manufacturer", "original", "present"],
    recommendations: ['Check "warranty" in the sources.', 'Check "manufacturer" in the sources.'],
    suggested_questions: ['What else is known of "warranty"?', 'What else is known of "manufacturer"?'],
    research_areas: ["warranty", "manufacturer"],
    connections: ["warranty – manufacturer"],
  });
});

test("it speaks the language of its answers", () => {
  const { recommendations } = synthesisOf({
    question: "¿Qué cubre la garantía?",
    answers: prose("garantia"),
  });
  expect(recommendations[0]).toBe("Comprobar «garantía» en las fuentes.");
});

test("marks of sources are told, and are no number that could differ", () => {
  const answers = [
    { label: "A", text: "The old mill stands by the river [S1]." },
    { label: "B", text: "The old mill stands by the river [S2]. Nobody lives there." },
  ];
  expect(synthesisOf({ question: "?", answers })).toMatchObject({
    contradictions: [],
    claims: [
      { quote: "The old mill stands by the river [S1].", models: ["A", "B"], sources: [1] },
      { quote: "Nobody lives there.", models: ["B"], sources: [] },
    ],
  });
});

test("without answers there is nothing to say", () => {
  expect(synthesisOf({ question: "?", answers: [] })).toMatchObject({ synthesis_text: "", claims: [] });
});
