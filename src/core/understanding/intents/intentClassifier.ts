import { calibrate, type Signs, type Trial } from "./calibration.ts";
import { createGramReader, type Grams } from "./grams.ts";
import type { IntentExample } from "./intentExample.ts";
import { learned, type Learning } from "./learning.ts";
import { trainLinearModel } from "./linearModel.ts";
import { createNeighbours } from "./neighbours.ts";
import { createWeighting, type SparseVector } from "./weights.ts";

export interface IntentGuess {
  readonly intent: string;
  /**
   * 0..1, the probability that it is right, where one message in seven is taken to mean none of the intents. Below one
   * half it is better not believed.
   */
  readonly confidence: number;
}

/** Null when there is no example at all, or nothing to read in the text. */
export type IntentClassifier = (text: string) => IntentGuess | null;

/**
 * Learns intents from examples: linear classifiers over weighted pieces of text, and how far to believe them by trials on
 * examples and on whole intents that were left out. The same examples and seed give the same classifier.
 */
export function trainIntentClassifier(examples: readonly IntentExample[], seed: number): IntentClassifier {
  return learned(learnClassifier(examples, seed));
}

/** The same in pieces. */
export function* learnClassifier(
  examples: readonly IntentExample[],
  seed: number,
): Learning<IntentClassifier> {
  const reader = createGramReader();
  const read: ReadExample[] = [];
  for (const { text, intent } of examples) {
    read.push({ grams: reader.learn(text), intent });
    if (read.length % pieceOfExamples === 0) yield;
  }
  const guess = yield* trainGuess(read, reader.size(), seed);
  const confidence = yield* calibrate(yield* trialsOf(read, reader.size(), seed));
  return (text) => {
    const found = guess(reader.read(text));
    return found && { intent: found.intent, confidence: confidence(found) };
  };
}

interface ReadExample {
  readonly grams: Grams;
  readonly intent: string;
}

type Guess = (grams: Grams) => (Signs & { readonly intent: string }) | null;

function* trainGuess(examples: readonly ReadExample[], size: number, seed: number): Learning<Guess> {
  const intents = [...new Set(examples.map(({ intent }) => intent))];
  const labelByIntent = new Map(intents.map((intent, label) => [intent, label]));
  const weigh = createWeighting(
    examples.map(({ grams }) => grams),
    size,
  );
  yield;
  const vectors: SparseVector[] = [];
  for (const { grams } of examples) {
    vectors.push(weigh(grams));
    if (vectors.length % pieceOfExamples === 0) yield;
  }
  const labels = examples.map(({ intent }) => labelByIntent.get(intent) ?? -1);
  yield;
  const scoresOf = yield* trainLinearModel(vectors, labels, { classes: intents.length, size, seed });
  yield;
  const nearest = createNeighbours(vectors, labels, size);
  yield;
  return (grams) => {
    const vector = weigh(grams);
    if (vector.ids.length === 0) return null;
    const scores = scoresOf(vector);
    const label = scores.indexOf(Math.max(...scores));
    const intent = intents[label];
    if (intent === undefined) return null;
    return { intent, score: scores[label] ?? 0, nearest: nearest(vector, label) };
  };
}

/**
 * Guesses of what was not learned: in each of three rounds a third of the intents is left out whole and stands for what
 * people want besides, and of the others each fifth example is left out.
 */
function* trialsOf(examples: readonly ReadExample[], size: number, seed: number): Learning<readonly Trial[]> {
  const intents = [...new Set(examples.map(({ intent }) => intent))];
  const seen = new Map<string, number>();
  const placed = examples.map((example) => {
    const place = seen.get(example.intent) ?? 0;
    seen.set(example.intent, place + 1);
    const round = intents.length < rounds ? -1 : intents.indexOf(example.intent) % rounds;
    return { ...example, round, place };
  });
  const trials: (Omit<Trial, "weight"> & { readonly inside: boolean })[] = [];
  for (let round = 0; round < rounds; round++) {
    const leftOut = (each: { readonly place: number }) => each.place % heldOut === round;
    const kept = placed.filter((each) => each.round !== round && !leftOut(each));
    const guess = yield* trainGuess(kept, size, seed);
    for (const [i, { grams, intent, round: ofIntent }] of placed.filter(leftOut).entries()) {
      const found = guess(grams);
      const inside = ofIntent !== round;
      if (found) trials.push({ ...found, inside, right: inside && found.intent === intent });
      if (i % pieceOfGuesses === 0) yield;
    }
  }
  const outside = trials.filter(({ inside }) => !inside).length;
  const odds = outsideShare / (1 - outsideShare);
  const outsideWeight = outside === 0 ? 0 : (odds * (trials.length - outside)) / outside;
  return trials.map((trial) => ({ ...trial, weight: trial.inside ? 1 : outsideWeight }));
}

/** Between two pauses. */
const pieceOfExamples = 500;
const pieceOfGuesses = 50;

const rounds = 3;
const heldOut = 5;
/** How many messages mean none of the intents; none of them is ever seen in learning. */
const outsideShare = 0.15;
