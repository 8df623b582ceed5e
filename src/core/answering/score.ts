import type { Language } from "../language.ts";

export interface ScoreDep {
  /** Index terms of a text, stop words left out; the first language is the text's own. */
  readonly analyse: (text: string, languages: readonly Language[]) => readonly string[];
}

interface Scored {
  readonly text: string;
  readonly cited: readonly number[];
  readonly isWhole: boolean;
}

/**
 * How good an answer is beside the others, 0..1, without asking anybody: sentences that cite a source (.4, when there
 * are sources), question terms that it takes up and its length up to a paragraph (.3), terms it has in common with the
 * other answers (.3). The same input gives the same figures.
 */
export function scoreAnswers(
  { analyse }: ScoreDep,
  question: string,
  answers: readonly Scored[],
  hasSources: boolean,
): number[] {
  const languages: readonly Language[] = ["es", "en"];
  const asked = new Set(analyse(question, languages));
  const terms = answers.map(({ text }) => new Set(analyse(text, languages)));
  return answers.map(({ text, isWhole }, index) => {
    const own = terms[index] ?? new Set();
    const others = terms.filter((_, other) => other !== index);
    const parts = [
      ...(hasSources ? [{ weight: 0.4, value: citedShare(text) }] : []),
      { weight: 0.3, value: (share(asked, own) + Math.min(1, own.size / fullAnswerTerms)) / 2 },
      { weight: 0.3, value: mean(others.map((other) => overlap(own, other))) },
    ];
    const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
    const score = parts.reduce((sum, { weight, value }) => sum + weight * value, 0) / weights;
    return isWhole ? score : score / 2;
  });
}

/** Distinct terms of a paragraph that says enough. */
const fullAnswerTerms = 40;

function citedShare(text: string): number {
  const sentences = text.split(/(?<=[.!?])\s+(?=\p{L})/u).filter((sentence) => /\p{L}/u.test(sentence));
  return sentences.length === 0
    ? 0
    : sentences.filter((sentence) => /\[S\d+\]/.test(sentence)).length / sentences.length;
}

function share(wanted: ReadonlySet<string>, had: ReadonlySet<string>): number {
  return wanted.size === 0 ? 1 : [...wanted].filter((term) => had.has(term)).length / wanted.size;
}

/** Overlap coefficient: a short answer inside a long one agrees with it. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const smaller = Math.min(one.size, other.size);
  return smaller === 0 ? 0 : [...one].filter((term) => other.has(term)).length / smaller;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
