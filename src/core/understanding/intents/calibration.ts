import type { Learning } from "./learning.ts";

/** What is known of a guess before anybody says whether it was right. */
export interface Signs {
  /** The class's score, around -1..1. */
  readonly score: number;
  /** The cosine of the nearest example of the class, 0..1. */
  readonly nearest: number;
}

export interface Trial extends Signs {
  readonly right: boolean;
  /** How much it counts. */
  readonly weight: number;
}

/** The probability, 0..1, that a guess with these signs is right. */
export type Calibration = (signs: Signs) => number;

/**
 * Logistic regression of "right" on the signs (Platt, 1999), by Newton's method. A normal prior around `expected` steadies
 * it where trials are few, and gives its own opinion where there is none.
 */
export function* calibrate(trials: readonly Trial[]): Learning<Calibration> {
  let at: Triple = expected;
  let loss = lossAt(trials, at);
  for (let round = 0; round < 50; round++) {
    const step = newtonStep(trials, at);
    // A whole step may lead past the best place, and then ever further away from it.
    let share = 1;
    let next = moved(at, step, share);
    while (lossAt(trials, next) > loss && share > 1e-6) next = moved(at, step, (share /= 2));
    const gain = loss - lossAt(trials, next);
    if (gain <= 1e-9) break;
    at = next;
    loss -= gain;
    yield;
  }
  const fitted = at;
  return (signs) => probability(fitted, rowOf(signs));
}

type Triple = readonly [number, number, number];

/** Constant, score, nearest: of English banking and household intents, rounded. */
const expected: Triple = [-1.5, 5, 5];
/** One over the variance of each, around `expected`. */
const precision: Triple = [1, 0.2, 0.2];

function rowOf({ score, nearest }: Signs): Triple {
  return [1, score, nearest];
}

function probability(at: Triple, row: Triple): number {
  return 1 / (1 + Math.exp(-logit(at, row)));
}

function logit(at: Triple, row: Triple): number {
  return at[0] * row[0] + at[1] * row[1] + at[2] * row[2];
}

function moved(at: Triple, step: Triple, share: number): Triple {
  return [at[0] + share * step[0], at[1] + share * step[1], at[2] + share * step[2]];
}

/** Minus the logarithm of what is most likely, but for a constant. */
function lossAt(trials: readonly Trial[], at: Triple): number {
  const prior = at.map((value, i) => ((precision[i] ?? 0) * (value - (expected[i] ?? 0)) ** 2) / 2);
  return trials.reduce(
    (sum, trial) => {
      const towards = trial.right ? logit(at, rowOf(trial)) : -logit(at, rowOf(trial));
      return sum + trial.weight * (Math.log1p(Math.exp(-Math.abs(towards))) + Math.max(0, -towards));
    },
    prior.reduce((sum, value) => sum + value, 0),
  );
}

function newtonStep(trials: readonly Trial[], at: Triple): Triple {
  const slope = at.map((value, i) => -(precision[i] ?? 0) * (value - (expected[i] ?? 0)));
  const curve = precision.map((value, i) => precision.map((_, j) => (i === j ? value : 0)));
  for (const trial of trials) {
    const row = rowOf(trial);
    const p = probability(at, row);
    row.forEach((value, i) => {
      slope[i] = (slope[i] ?? 0) + trial.weight * ((trial.right ? 1 : 0) - p) * value;
      const line = curve[i];
      row.forEach((other, j) => {
        if (line) line[j] = (line[j] ?? 0) + trial.weight * p * (1 - p) * value * other;
      });
    });
  }
  return solve(curve, slope);
}

/** Cramer's rule; the prior keeps the matrix positive definite. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): Triple {
  const whole = determinant(matrix);
  const part = (column: number) =>
    determinant(matrix.map((line, i) => line.map((value, j) => (j === column ? (right[i] ?? 0) : value)))) /
    whole;
  return [part(0), part(1), part(2)];
}

function determinant(matrix: readonly (readonly number[])[]): number {
  const [[a = 0, b = 0, c = 0] = [], [d = 0, e = 0, f = 0] = [], [g = 0, h = 0, i = 0] = []] = matrix;
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}
