import { trainIntentClassifier } from "../src/core/understanding/intents/intentClassifier.ts";
import { auroc, guessAll, type Guess } from "./intentsFigures.ts";
import { sampled, splitPhrases, type IntentSet, type Phrase } from "./intentsSets.ts";
import { showTable } from "./intentsTables.ts";
import { mean } from "./ndcg.ts";
import type { Figure } from "./report.ts";

const goals: Readonly<Record<string, number>> = { clinc150: 0.9 };

export function outsideFigure(
  set: string,
  what: string,
  inside: readonly Guess[],
  outside: readonly Guess[],
): Figure {
  return figureOf(
    set,
    what,
    auroc(confidences(inside), confidences(outside)),
    inside.length + outside.length,
  );
}

/**
 * A fifth of the intents is never learned and stands for what is out of scope: near the rest, so harder than most. The
 * mean of five rounds, so that each intent is left out once.
 */
export function roundsFigure({ name, phrases }: IntentSet, every: number): Figure {
  const intents = [...new Set(phrases.map(({ intent }) => intent))];
  const rounds = [0, 1, 2, 3, 4].map((round) => {
    const isOutside = ({ intent }: Phrase) => intents.indexOf(intent) % 5 === round;
    const { kept, out } = splitPhrases(phrases.filter((phrase) => !isOutside(phrase)));
    const { classify } = learnPhrases(kept);
    const inside = guessAll(classify, sampled(out, every));
    const outside = guessAll(classify, sampled(phrases.filter(isOutside), 2 * every));
    return { guesses: [...inside, ...outside], value: auroc(confidences(inside), confidences(outside)) };
  });
  const guesses = rounds.flatMap((round) => round.guesses);
  showTable(`${name}, a fifth of the intents never learned, five rounds`, guesses);
  console.log(`AUROC of each round: ${rounds.map(({ value }) => value.toFixed(4)).join(", ")}`);
  const what = `${name}: AUROC of a fifth of the intents, never learned, mean of five rounds`;
  return figureOf(name, what, mean(rounds.map(({ value }) => value)), guesses.length);
}

export function learnPhrases(phrases: readonly Phrase[]) {
  const before = process.cpuUsage();
  const classify = trainIntentClassifier(phrases, 1);
  const { user, system } = process.cpuUsage(before);
  return { classify, cpuMs: (user + system) / 1000 };
}

function figureOf(set: string, what: string, value: number, count: number): Figure {
  const target = goals[set] ?? null;
  return { id: target === null ? "" : "Q9", what, value, target, better: "higher", reference: "", count };
}

function confidences(guesses: readonly Guess[]): readonly number[] {
  return guesses.map(({ confidence }) => confidence);
}
