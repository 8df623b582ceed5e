import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { claimsOf } from "./claims.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { voicesOf } from "../fixtures/voices.ts";

const comparing = { analyse, languageOf: detectLanguage };

const texts = (...answers: readonly string[]) =>
  claimsOf(comparing, voicesOf(...answers)).map(({ text }) => text);
/** More than a short answer. */
const filler =
  "The original invoice must be shown to the dealer whenever somebody makes a claim under it. ".repeat(3);

describe("the claims of an answer", () => {
  test("are its sentences, without list marks, emphasis around them and headings", () => {
    expect(
      texts(
        `## The warranty\n\n- **Panels last ten years.**\n- The inverter lasts *five* years\n1. Labour costs nothing extra.\n\n${filler}`,
      ).slice(0, 3),
    ).toEqual(["Panels last ten years.", "The inverter lasts *five* years", "Labour costs nothing extra."]);
  });

  test("are no questions, courtesies, announcements, code, tables or words about the model", () => {
    expect(
      texts(
        "Great question! As an AI language model, I cannot give legal advice. What does the law say? Here are the main points:\n\n```js\nconst years = 10; // the warranty lasts ten years\n```\n\n| Part | Years |\n| panel | 10 |\n\nThe warranty of the panels lasts ten years. I hope this helps! Let me know if you have any questions.",
      ),
    ).toEqual(["The warranty of the panels lasts ten years."]);
  });

  test("leave out what says too little in a long answer", () => {
    expect(texts(`${filler}It works.`)).not.toContain("It works.");
  });

  test.each(["Madrid.", "Diez años.", "Sí.", "No"])("a whole short answer is one: %s", (answer) => {
    expect(texts(answer)).toEqual([answer]);
  });

  test("a bare yes or no stands with the sentence after it", () => {
    expect(texts("Yes. Trains in Germany are sometimes late.")).toEqual([
      "Yes. Trains in Germany are sometimes late.",
    ]);
  });

  test("a mark after the full stop belongs to the sentence before", () => {
    const claims = claimsOf(
      comparing,
      voicesOf("La garantía dura diez años. [S1][S3] Cubre también las piezas."),
    );
    expect(claims.map(({ text, cited }) => [text, cited])).toEqual([
      ["La garantía dura diez años. [S1][S3]", [1, 3]],
      ["Cubre también las piezas.", []],
    ]);
  });

  test("are few enough to compare, however long the answers", () => {
    const long = Array.from({ length: 400 }, (_, i) => `The part number ${i} costs ${i} euros here.`).join(
      " ",
    );
    expect(texts(long)).toHaveLength(120);
    expect(texts(...Array.from({ length: 20 }, () => long))).toHaveLength(20 * 50);
  });

  test("are exactly the slices of their voices that they say they are", () => {
    const piece = fc.constantFrom(
      "**Ten** years.",
      "- a list",
      "\n\n",
      "# T\n",
      "[S1]",
      "```",
      "No.",
      "¿Qué?",
      "It costs 5 € a day.",
      "*",
      "| a | b |",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const voices = voicesOf(pieces.join(" "), pieces.toReversed().join("\n"));
        for (const { voice, start, end, text } of claimsOf(comparing, voices)) {
          expect(voices[voice]?.text.slice(start, end)).toBe(text);
          expect(text.trim()).toBe(text);
        }
      }),
    );
  });
});
