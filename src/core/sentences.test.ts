import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sentenceSpans } from "./sentences.ts";

const sentences = (text: string) => sentenceSpans(text).map(({ start, end }) => text.slice(start, end));

describe("a sentence", () => {
  test("ends at its full stop, question or exclamation mark", () => {
    expect(sentences("¿Vienes? No. ¡Claro que sí! Hasta luego.")).toEqual([
      "¿Vienes?",
      "No.",
      "¡Claro que sí!",
      "Hasta luego.",
    ]);
  });

  test.each([
    ["El Sr. Pérez y la Dra. Gil firmaron."],
    ["Use un modelo, p. ej. Llama, o e.g. Mistral."],
    ["Véase el Art. 5 y la Fig. 3, núm. 12, No. 7 de la lista."],
    ["Frutas, verduras, etc. Todo se vende."],
    ["J. R. R. Tolkien escribió la obra."],
    ["It costs 3.50 at St. James's."],
  ])("does not end at an abbreviation: %s", (text) => {
    expect(sentences(text)).toEqual([text]);
  });

  test("goes on over a hard-wrapped line", () => {
    const text =
      "La presente ley regula el ejercicio de los derechos\ny deberes de todas las personas. Entra en vigor hoy.";
    expect(sentences(text)).toEqual([
      "La presente ley regula el ejercicio de los derechos\ny deberes de todas las personas.",
      "Entra en vigor hoy.",
    ]);
  });

  test("ends at a blank line, a heading and a list line", () => {
    expect(
      sentences("# Compras del mes\nQueda por comprar:\n- pan\n- leche entera\n\nfin del texto"),
    ).toEqual(["# Compras del mes", "Queda por comprar:", "- pan", "- leche entera", "fin del texto"]);
  });

  test("keeps table rows apart", () => {
    const rows = [
      "Enero de 2024 y siguientes | 1.200 euros brutos | pagado",
      "Febrero de 2024 | 900 euros | pendiente",
    ];
    expect(sentences(rows.join("\n"))).toEqual(rows);
  });

  test("without an end is cut between words at 2,000 characters", () => {
    const found = sentences("palabra ".repeat(1_000));
    expect(found.length).toBe(4);
    expect(found.every((sentence) => sentence.length <= 2_000 && /^palabra.*palabra$/.test(sentence))).toBe(
      true,
    );
  });
});

test("spans rise, are trimmed and cover everything visible", () => {
  const piece = fc.constantFrom(
    "Hola. ",
    "\n",
    "\n\n",
    "Sr. ",
    "e.g. ",
    "- uno",
    "# dos ",
    "😀 ",
    "¿no? ",
    "a | b",
    "x",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: "binary" })), { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      let end = 0;
      for (const span of sentenceSpans(text, "es", 50)) {
        expect(text.slice(end, span.start).trim()).toBe("");
        expect(span.end - span.start).toBeLessThanOrEqual(50);
        expect(span.start).toBeLessThan(span.end);
        expect(text.slice(span.start, span.end)).toBe(text.slice(span.start, span.end).trim());
        end = span.end;
      }
      expect(text.slice(end).trim()).toBe("");
    }),
    { numRuns: 100, seed: 3 },
  );
});
