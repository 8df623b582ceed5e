import type { IntentClassifier } from "../src/core/understanding/intents/intentClassifier.ts";
import type { Phrase } from "./intentsSets.ts";

export interface Guess {
  readonly confidence: number;
  readonly right: boolean;
}

export function guessAll(classify: IntentClassifier, phrases: readonly Phrase[]): readonly Guess[] {
  return phrases.map(({ text, intent }) => {
    const guess = classify(text);
    return { confidence: guess?.confidence ?? 0, right: guess?.intent === intent };
  });
}

/** The share, 0..1, of right ones; 0 of none. */
export function accuracy(guesses: readonly Guess[]): number {
  return guesses.length === 0 ? 0 : guesses.filter(({ right }) => right).length / guesses.length;
}

/**
 * How well the confidence tells two kinds apart (area under the ROC curve, by ranks, ties counted half): the probability
 * that one of `inside` is held more likely than one of `outside`.
 */
export function auroc(inside: readonly number[], outside: readonly number[]): number {
  const all = [
    ...inside.map((value) => ({ value, isInside: true })),
    ...outside.map((value) => ({ value, isInside: false })),
  ].toSorted((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to++;
    const tied = all.slice(from, to).filter(({ isInside }) => isInside).length;
    rankSum += (tied * (from + to + 1)) / 2;
    from = to;
  }
  const least = (inside.length * (inside.length + 1)) / 2;
  return (rankSum - least) / (inside.length * outside.length);
}

export interface CalibrationRow {
  readonly confidence: string;
  readonly answers: number;
  readonly right: number;
}

/** Ten rows of a tenth of confidence each, with the share of right answers. */
export function calibrationTable(guesses: readonly Guess[]): readonly CalibrationRow[] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const here = guesses.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth);
    const right = Math.round(accuracy(here) * 1000) / 1000;
    return { confidence: `${tenth / 10} to ${(tenth + 1) / 10}`, answers: here.length, right };
  });
}
