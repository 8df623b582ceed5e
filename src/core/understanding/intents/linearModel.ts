import type { Learning } from "./learning.ts";
import type { SparseVector } from "./weights.ts";

/** Scores of each class, around -1 for "no" and 1 for "yes". */
export type LinearModel = (vector: SparseVector) => Float32Array;

export interface LinearOptions {
  readonly classes: number;
  /** How many ids the vectors draw from. */
  readonly size: number;
  /** Of the order in which examples are visited; the same seed gives the same model. */
  readonly seed: number;
}

/**
 * One linear support vector machine a class, against all others, with squared hinge loss: dual coordinate descent
 * (Hsieh, Chang, Lin, Keerthi and Sundararajan, ICML 2008). All classes are trained in one pass over the examples,
 * weights lying side by side by id.
 */
export function* trainLinearModel(
  vectors: readonly SparseVector[],
  labels: readonly number[],
  { classes, size, seed }: LinearOptions,
): Learning<LinearModel> {
  const weights = new Float32Array(size * classes);
  const bias = new Float32Array(classes);
  const duals = new Float32Array(vectors.length * classes);
  const scores = new Float32Array(classes);
  const steps = new Float32Array(classes);
  const moved = new Int32Array(classes);
  const norms = vectors.map(({ values }) => values.reduce((sum, value) => sum + value * value, 1));
  const order = Int32Array.from(vectors.keys());
  const random = randomOf(seed);
  let work = 0;

  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const example of order) {
      const vector = vectors[example];
      if (!vector) continue;
      score(vector, weights, bias, scores);
      const norm = norms[example] ?? 1;
      work += classes * (vector.ids.length + 1);
      if (work > pieceOfWork) {
        work = 0;
        yield;
      }
      let count = 0;
      for (let k = 0; k < classes; k++) {
        const isOwn = labels[example] === k;
        const sign = isOwn ? 1 : -1;
        const diagonal = isOwn ? ownDiagonal : otherDiagonal;
        const at = example * classes + k;
        const dual = duals[at] ?? 0;
        const gradient = sign * (scores[k] ?? 0) - 1 + diagonal * dual;
        const next = Math.max(0, dual - gradient / (norm + diagonal));
        if (next === dual) continue;
        duals[at] = next;
        steps[k] = sign * (next - dual);
        moved[count++] = k;
      }
      move(vector, weights, bias, steps, moved.subarray(0, count));
    }
  }
  return (vector) => score(vector, weights, bias, new Float32Array(classes));
}

const epochs = 6;
/** Multiplications between two pauses: some milliseconds. */
const pieceOfWork = 2_000_000;
/** 1 / 2C: C is 10 for a class's own examples, which are few, and .5 for those of the others. */
const ownDiagonal = 0.05;
const otherDiagonal = 1;

function score(
  { ids, values }: SparseVector,
  weights: Float32Array,
  bias: Float32Array,
  into: Float32Array,
): Float32Array {
  const classes = bias.length;
  into.set(bias);
  for (let i = 0; i < ids.length; i++) {
    const from = (ids[i] ?? 0) * classes;
    const value = values[i] ?? 0;
    for (let k = 0; k < classes; k++) into[k] = (into[k] ?? 0) + value * (weights[from + k] ?? 0);
  }
  return into;
}

function move(
  { ids, values }: SparseVector,
  weights: Float32Array,
  bias: Float32Array,
  steps: Float32Array,
  moved: Int32Array,
): void {
  for (const k of moved) bias[k] = (bias[k] ?? 0) + (steps[k] ?? 0);
  for (let i = 0; i < ids.length; i++) {
    const from = (ids[i] ?? 0) * bias.length;
    const value = values[i] ?? 0;
    for (let j = 0; j < moved.length; j++) {
      const k = moved[j] ?? 0;
      weights[from + k] = (weights[from + k] ?? 0) + value * (steps[k] ?? 0);
    }
  }
}

/** Fisher and Yates. */
function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
}

/** Numbers in 0 <= x < 1 by Marsaglia's xorshift (2003); the start must not be 0. */
function randomOf(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
