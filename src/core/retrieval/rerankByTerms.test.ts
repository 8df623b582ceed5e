import { expect, test } from "vitest";
import { rerankByTerms } from "./rerankByTerms.ts";
import type { Candidate } from "./search.ts";
import { analyseWords } from "./textAnalysis.ts";

function candidate(text: string, score: number, headings: readonly string[] = []): Candidate {
  const place = {
    documentId: text,
    version: 1,
    position: 0,
    documentName: "",
    page: null,
    start: 0,
    end: text.length,
  };
  return { chunk: { ...place, headings, text, language: "en" }, score };
}

function order(question: string, candidates: readonly Candidate[]): string[] {
  return rerankByTerms(analyseWords(question, ["en"]), candidates).map((chunk) => chunk.text);
}

test("puts words that stand in one sentence before the same words scattered", () => {
  const scattered = "The roof is red. It rained. Our panel is white. He slept. The warranty is short.";
  const together = "It rained. He slept. The roof panel warranty is short. Ours is red. It is white.";
  expect(order("roof panel warranty", [candidate(scattered, 10), candidate(together, 10)])).toEqual([
    together,
    scattered,
  ]);
});

test("counts headings as a sentence of the chunk", () => {
  const plain = candidate("It lasts ten years.", 10);
  const headed = candidate("It lasts twenty years.", 10, ["Panel warranty"]);
  expect(order("panel warranty years", [plain, headed])[0]).toBe(headed.chunk.text);
});

test("keeps the index's order where the words say nothing", () => {
  const [a, b] = [candidate("The panel one.", 9), candidate("The panel two.", 8)];
  expect(order("panel", [a, b])).toEqual([a.chunk.text, b.chunk.text]);
});

test("gives 1 to a chunk that holds the whole question as it stands", () => {
  const [only] = rerankByTerms(analyseWords("red panel", ["en"]), [candidate("A red panel.", 3)]);
  expect(only?.score).toBeCloseTo(1);
});

test("has nothing to say about nothing", () => {
  expect(rerankByTerms(analyseWords("panel", ["en"]), [])).toEqual([]);
});
