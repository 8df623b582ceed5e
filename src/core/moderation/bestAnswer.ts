import type { Deliberation, Voice } from "../answering/moderator.ts";
import type { Language } from "../language.ts";
import type { AnalysisDep } from "./comparing/comparison.ts";

/**
 * The place of the best answer among the voices; the first of equals. Nobody is asked: it counts how many of its
 * sentences cite a source (.4, when there are sources), which of the question's terms it takes up and its length up to
 * a paragraph (.3), and which terms it has in common with the other answers (.3). One that broke off counts half.
 */
export function bestAnswer(deps: Pick<AnalysisDep, "analyse">, deliberation: Deliberation): number {
  const scores = scoresOf(deps, deliberation);
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}

function scoresOf(
  { analyse }: Pick<AnalysisDep, "analyse">,
  { question, voices, evidence }: Deliberation,
): number[] {
  const languages: readonly Language[] = ["es", "en"];
  const asked = new Set(analyse(question, languages));
  const terms = voices.map(({ text }) => new Set(analyse(text.replace(sourceMark, ""), languages)));
  const none: ReadonlySet<string> = new Set();
  return voices.map((voice, index) => {
    const own = terms[index] ?? none;
    const others = terms.filter((_, other) => other !== index);
    const parts = [
      ...(evidence.length > 0 ? [{ weight: 0.4, value: citedShare(voice) }] : []),
      { weight: 0.3, value: (share(asked, own) + Math.min(1, own.size / fullAnswerTerms)) / 2 },
      { weight: 0.3, value: mean(others.map((other) => overlap(own, other))) },
    ];
    const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
    const score = parts.reduce((sum, { weight, value }) => sum + weight * value, 0) / weights;
    return voice.isWhole ? score : score / 2;
  });
}

const sourceMark = /\[S\d[^\]]{0,40}\]/g;
/** Distinct terms of a paragraph that says enough. */
const fullAnswerTerms = 40;

function citedShare({ text }: Voice): number {
  const sentences = text.split(/(?<=[.!?])\s+(?=\p{L})/u).filter((sentence) => /\p{L}/u.test(sentence));
  return sentences.length === 0
    ? 0
    : sentences.filter((sentence) => /\[S\d+\]/.test(sentence)).length / sentences.length;
}

function share(wanted: ReadonlySet<string>, had: ReadonlySet<string>): number {
  return wanted.size === 0 ? 1 : wanted.intersection(had).size / wanted.size;
}

/** Overlap coefficient: a short answer inside a long one agrees with it. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const smaller = Math.min(one.size, other.size);
  return smaller === 0 ? 0 : one.intersection(other).size / smaller;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
