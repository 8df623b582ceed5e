import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { snippet } from "./snippet.ts";

describe("snippet", () => {
  test("begins with the sentence closest to the question", () => {
    const text = "El panel es blanco. La garantía dura dos años. Se entrega en obra.";
    const found = snippet({ text, start: 0, language: "es" }, "¿Cuántos años dura la garantía?", 40);
    expect(found.snippet).toBe("La garantía dura dos años.");
  });

  test("cuts a sentence longer than the limit", () => {
    expect(
      snippet({ text: "palabra ".repeat(100), start: 0, language: null }, "palabra", 50).snippet,
    ).toHaveLength(50);
  });

  test("is exactly what its offsets cut out of the document, and no longer than the limit", () => {
    const text = fc.array(fc.constantFrom("Hola. ", "¿Qué? ", "😀", "\n\n", "año ", "palabra ", " "), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, fc.nat({ max: 30 }), fc.integer({ min: 2, max: 80 }), (parts, before, limit) => {
        const passage = parts.join("");
        const document = "x".repeat(before) + passage;
        const found = snippet({ text: passage, start: before, language: "es" }, "¿Qué palabra?", limit);
        expect(document.slice(found.start, found.end)).toBe(found.snippet);
        expect(found.snippet.length).toBeLessThanOrEqual(limit);
        expect(found.snippet.isWellFormed()).toBe(true);
      }),
    );
  });
});
