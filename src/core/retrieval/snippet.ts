import type { Language } from "../language.ts";
import { sentenceSpans } from "../sentences.ts";
import { detectLanguage } from "./language.ts";
import { analyse } from "./textAnalysis.ts";

/** A stretch of a document's text: `documentText.slice(start, end)` is exactly `snippet`. */
export interface Snippet {
  readonly start: number;
  readonly end: number;
  readonly snippet: string;
}

interface Passage {
  readonly text: string;
  /** Offset of `text` in the document's text. */
  readonly start: number;
  readonly language: Language | null;
}

/**
 * Whole sentences of a passage, at most `limit` characters in a row, from the one on that shares most words with the
 * question (the first of equals). A sentence longer than that is cut, between code points.
 */
export function snippet(passage: Passage, question: string, limit = 320): Snippet {
  const spans = sentenceSpans(passage.text, passage.language ?? undefined);
  const languages = passage.language ? [passage.language] : [];
  const own = detectLanguage(question);
  const asked = new Set(analyse(question, own ? [own, ...languages] : languages));
  const shared = spans.map(
    ({ start, end }) => new Set(analyse(passage.text.slice(start, end), languages)).intersection(asked).size,
  );
  const first = Math.max(0, shared.indexOf(Math.max(...shared)));
  const start = spans[first]?.start ?? 0;
  let end = spans[first]?.end ?? passage.text.length;
  for (const span of spans.slice(first + 1)) if (span.end - start <= limit) end = span.end;
  if (end - start > limit) end = start + limit;
  if (/[\uD800-\uDBFF]/.test(passage.text.charAt(end - 1))) end--;
  return { start: passage.start + start, end: passage.start + end, snippet: passage.text.slice(start, end) };
}
