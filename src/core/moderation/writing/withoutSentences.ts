import type { Claim } from "../comparing/comparison.ts";
import type { Excerpt } from "./excerpt.ts";

/** The excerpt of an answer without some of its sentences, nor the marks of list points that have nothing left. */
export function withoutSentences(answer: string, excerpt: Excerpt, claims: readonly Claim[]): string {
  // A torn block is no part of the answer any more.
  if (answer.slice(excerpt.start, excerpt.end) !== excerpt.text) return excerpt.text;
  const cut = claims.filter(({ start, end }) => start >= excerpt.start && end <= excerpt.end);
  if (cut.length === 0) return excerpt.text;
  let text = "";
  let at = excerpt.start;
  for (const { start, end } of cut.toSorted((a, b) => a.start - b.start)) {
    text += answer.slice(at, start);
    at = end + (/^[.!?…]*[ \t]*/.exec(answer.slice(end, excerpt.end))?.[0].length ?? 0);
    const opensLine = /(?:^|\n)[ \t]*$/.test(text);
    if (!opensLine && /^(?:\n|$)/.test(answer.slice(at, excerpt.end)))
      text = text.replace(emptyPoint, "").trimEnd();
  }
  return `${text}${answer.slice(at, excerpt.end)}`.replace(/\n{3,}/g, "\n\n").trim();
}

const emptyPoint = /(?<=^|\n)[ \t]*(?:[-*+•]|\(?\d{1,3}[.)])[ \t]+[*_]*$/;
