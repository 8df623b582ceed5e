import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { compareAnswers } from "./compareAnswers.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { voicesOf } from "../fixtures/voices.ts";

const comparing = { analyse, languageOf: detectLanguage };

function compare(question: string, ...answers: readonly string[]) {
  const { agreements, conflicts, alone } = compareAnswers(comparing, question, voicesOf(...answers));
  return {
    agreements: agreements.map(({ claims }) => claims.map(({ text }) => text)),
    conflicts: conflicts.map(({ kind, topic, sides }) => ({
      kind,
      topic,
      sides: sides.map((side) => side.map(({ voice }) => voice)),
    })),
    alone: alone.map(({ text }) => text),
  };
}

const warranty = "¿Cuánto dura la garantía?";

describe("a comparison", () => {
  test("puts those who agree on one side and names what it is about", () => {
    const { conflicts } = compare(
      warranty,
      "La garantía de los paneles dura 10 años.",
      "Diez años.",
      "Los paneles tienen una garantía de 12 años.",
      "La garantía dura quince años.",
    );
    expect(conflicts).toEqual([{ kind: "number", topic: "garantía", sides: [[0, 1], [2], [3]] }]);
  });

  test("finds the same statement in other words, and what one alone says", () => {
    expect(
      compare(
        warranty,
        "La garantía dura 10 años. Para reclamar hace falta la factura de compra.",
        "La garantía dura diez años. El servicio técnico responde en dos días.",
      ),
    ).toEqual({
      agreements: [["La garantía dura diez años.", "La garantía dura 10 años."]],
      conflicts: [],
      alone: ["El servicio técnico responde en dos días.", "Para reclamar hace falta la factura de compra."],
    });
  });

  test("sees no conflict with an answer that says the same elsewhere", () => {
    const steps = "The first stage burns for 8 minutes. The second stage burns for 6 minutes.";
    expect(
      compare("How long does the rocket burn?", steps, steps.split(". ").toReversed().join(". ")).conflicts,
    ).toEqual([]);
  });

  test("finds one contradiction in two answers that say the same in other words", () => {
    const { conflicts } = compare(
      "When did the Berlin Wall fall?",
      "The Berlin Wall fell on 9 November 1989. It had divided the city since August 1961. Germany was reunified on 3 October 1990.",
      "The wall that had split Berlin since August 1961 came down on November 9, 1989. Reunification of Germany followed on October 3, 1995.",
    );
    expect(conflicts.map(({ kind, sides }) => ({ kind, sides }))).toEqual([
      { kind: "date", sides: [[0], [1]] },
    ]);
  });

  test("of one answer, or of none, holds no agreement and no conflict", () => {
    expect(compare(warranty, "La garantía dura 10 años. La garantía dura 12 años.")).toMatchObject({
      agreements: [],
      conflicts: [],
    });
    expect(compare(warranty)).toEqual({ agreements: [], conflicts: [], alone: [] });
  });

  test("of identical answers holds each statement as agreed", () => {
    const answer = "La garantía dura 10 años. Para reclamar hace falta la factura de compra.";
    expect(compare(warranty, answer, answer, answer).agreements.map((group) => group.length)).toEqual([3, 3]);
  });
});

describe("whatever the answers", () => {
  const sentence = fc.constantFrom(
    "The warranty lasts 10 years.",
    "The warranty lasts 12 years.",
    "The warranty does not cover hail.",
    "Hail is covered by the warranty.",
    "Yes.",
    "La garantía dura diez años.",
    "It depends.",
    "",
    "**Note**",
  );
  const answers = fc.array(
    fc.array(sentence, { maxLength: 4 }).map((parts) => parts.join(" ")),
    { maxLength: 4 },
  );

  test("the comparison is the same twice, its sides share no voice and no claim has two places", () => {
    fc.assert(
      fc.property(answers, (texts) => {
        const once = compareAnswers(comparing, "How long does the warranty last?", voicesOf(...texts));
        expect(compareAnswers(comparing, "How long does the warranty last?", voicesOf(...texts))).toEqual(
          once,
        );
        for (const { sides } of once.conflicts) {
          const voices = sides.flat().map(({ voice }) => voice);
          expect(sides.length).toBeGreaterThanOrEqual(2);
          expect(new Set(voices).size).toBe(voices.length);
        }
        for (const { claims } of once.agreements)
          expect(new Set(claims.map(({ voice }) => voice)).size).toBe(claims.length);
        const placed = [
          ...once.conflicts.flatMap(({ sides }) => sides.flat()),
          ...once.agreements.flatMap(({ claims }) => claims),
          ...once.alone,
        ];
        expect(new Set(placed).size).toBe(placed.length);
      }),
    );
  });
});
