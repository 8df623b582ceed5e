import type { DigestDep } from "../../access/keys.ts";
import type { Voice } from "../../answering/moderator.ts";

/** An answer as a moderator model is shown it: under a label, without its model's name. */
export interface LabelledAnswer {
  /** A, B, C… */
  readonly label: string;
  /** Its place among the voices. */
  readonly voice: number;
  readonly text: string;
}

/**
 * The answers in an order drawn from question and answers alone, so that no model and no arrival is favoured by its
 * place. The same answers to the same question are in the same order, however they came.
 */
export function answerOrder(
  { digest }: DigestDep,
  question: string,
  voices: readonly Voice[],
): readonly LabelledAnswer[] {
  const seed = digest(JSON.stringify([question, ...voices.map(({ text }) => text).toSorted()]));
  return voices
    .map(({ text }, voice) => ({ text, voice, rank: digest(`${seed}${text}`) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ text, voice }, place) => ({ label: labelOf(place), voice, text }));
}

/** A to Z, then A1, B1… */
function labelOf(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : `${letter}${Math.floor(place / 26)}`;
}
