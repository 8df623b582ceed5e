import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assemble } from "./assemble.ts";
import { chunkDocument, type ChunkableText } from "./chunking.ts";

const plain = (text: string): ChunkableText => ({
  text,
  pages: [{ page: null, start: 0, end: text.length }],
  headings: [],
});

describe("chunks of any text", () => {
  const word = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
    fc.constantFrom("a. ", "Sr. ", "\n\n", "\n", " ", "¿Qué? ", "😀", "x".repeat(70), "- ", "# "),
  );
  const block = fc.record({
    page: fc.integer({ min: 1, max: 4 }),
    level: fc.integer({ min: 0, max: 3 }),
    text: fc.array(word, { maxLength: 40 }).map((words) => words.join(" ")),
  });
  const documents = fc
    .array(block, { maxLength: 12 })
    .map((blocks) => assemble(blocks.toSorted((a, b) => a.page - b.page)));
  const sizes = fc.record({
    size: fc.integer({ min: 20, max: 200 }),
    overlap: fc.integer({ min: 0, max: 19 }),
  });

  test("keep every promise", () => {
    fc.assert(
      fc.property(documents, sizes, (document, size) => {
        const chunks = chunkDocument(document, size);
        let coveredTo = 0;
        let start = -1;
        for (const [position, chunk] of chunks.entries()) {
          expect(chunk.position).toBe(position);
          expect(chunk.text).toBe(document.text.slice(chunk.start, chunk.end));
          expect(chunk.text).toBe(chunk.text.trim());
          expect(chunk.text.length).toBeGreaterThan(0);
          expect(chunk.text.length).toBeLessThanOrEqual(size.size);
          expect(chunk.start).toBeGreaterThan(start);
          expect(chunk.end).toBeGreaterThan(coveredTo);
          expect(coveredTo - chunk.start).toBeLessThanOrEqual(size.overlap);
          expect(document.text.slice(coveredTo, chunk.start).trim()).toBe("");
          expect(chunk.text.isWellFormed()).toBe(true);
          const page = document.pages.find((span) => chunk.start >= span.start && chunk.start < span.end);
          expect(chunk.page).toBe(page?.page);
          expect(chunk.end).toBeLessThanOrEqual(page?.end ?? -1);
          start = chunk.start;
          coveredTo = chunk.end;
        }
        expect(document.text.slice(coveredTo).trim()).toBe("");
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe("a chunk", () => {
  test("carries the headings it stands under", () => {
    const filler = "Esta frase llena el apartado con bastante texto. ".repeat(6);
    const document = assemble([
      { page: null, level: 1, text: "Ley" },
      { page: null, level: 2, text: "Título I" },
      { page: null, level: 0, text: filler },
      { page: null, level: 2, text: "Título II" },
      { page: null, level: 0, text: filler },
      { page: null, level: 1, text: "Anexo" },
      { page: null, level: 0, text: filler },
    ]);
    expect(chunkDocument(document).map((chunk) => chunk.headings)).toEqual([
      ["Ley", "Título I"],
      ["Ley", "Título II"],
      ["Anexo"],
    ]);
  });

  test("keeps its headings over a page end", () => {
    const document = assemble([
      { page: 1, level: 1, text: "Uno" },
      { page: 1, level: 0, text: "Primera página." },
      { page: 2, level: 0, text: "Segunda página." },
    ]);
    expect(chunkDocument(document).map(({ page, headings, text }) => [page, headings, text])).toEqual([
      [1, ["Uno"], "Uno\n\nPrimera página."],
      [2, ["Uno"], "Segunda página."],
    ]);
  });

  test("takes in a short section but not one of a higher level", () => {
    const document = assemble([
      { page: null, level: 2, text: "A" },
      { page: null, level: 0, text: "uno" },
      { page: null, level: 2, text: "B" },
      { page: null, level: 0, text: "dos" },
      { page: null, level: 1, text: "C" },
      { page: null, level: 0, text: "tres" },
    ]);
    expect(chunkDocument(document).map((chunk) => chunk.text)).toEqual(["A\n\nuno\n\nB\n\ndos", "C\n\ntres"]);
  });

  test("begins with the last sentences of the one before", () => {
    const sentences = Array.from({ length: 30 }, (_, n) => `La frase número ${n} dice algo breve.`);
    const chunks = chunkDocument(plain(sentences.join(" ")), { size: 200, overlap: 80 });
    for (const [at, chunk] of chunks.entries()) {
      const before = chunks[at - 1];
      if (!before) continue;
      expect(chunk.text.startsWith("La frase")).toBe(true);
      expect(before.end - chunk.start).toBeGreaterThan(30);
      expect(before.end - chunk.start).toBeLessThanOrEqual(80);
    }
    expect(chunks.length).toBeGreaterThan(6);
  });

  test("of one endless word is cut without breaking a surrogate pair", () => {
    const chunks = chunkDocument(plain("😀".repeat(1_000)), { size: 901, overlap: 120 });
    expect(chunks.map((chunk) => chunk.text.length)).toEqual([900, 900, 200]);
    expect(chunks.every((chunk) => chunk.text.isWellFormed())).toBe(true);
  });

  test("of a blank text does not exist", () => {
    expect(chunkDocument(plain(" \n\n \t"))).toEqual([]);
    expect(chunkDocument({ text: "", pages: [], headings: [] })).toEqual([]);
  });
});
