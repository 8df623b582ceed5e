import { join } from "node:path";
import { measureCustomers } from "./intentsCustomers.ts";
import { accuracy, guessAll, type Guess } from "./intentsFigures.ts";
import { learnPhrases, outsideFigure, roundsFigure } from "./intentsOutside.ts";
import { measurePanels } from "./intentsPanels.ts";
import { loadIntentSets, sampled, splitPhrases, type IntentSet, type Phrase } from "./intentsSets.ts";
import { confidentFigures, showTable } from "./intentsTables.ts";
import type { EvalOptions } from "./main.ts";
import { report, type Figure } from "./report.ts";

const goals: Readonly<Record<string, Pick<Figure, "id" | "target" | "reference">>> = {
  banking77: { id: "Q9", target: 0.88, reference: "linear TF-IDF about .86" },
};

/** Q9: how many intents are understood, how well what means none of them is told, and whether confidence holds. */
export async function evaluateIntents({ dataFolder, resultsFolder, every }: EvalOptions): Promise<void> {
  const folder = join(dataFolder, "intents");
  const sets = await loadIntentSets(folder);
  const learned = sets.filter(({ canBeLearned }) => canBeLearned);
  if (learned.length === 0) console.log(`Left out: no intent set in ${folder}.`);
  const figures: Figure[] = [...(await measurePanels()), ...(await measureCustomers())];
  for (const set of learned) {
    const strangers = sets.filter((other) => other !== set);
    for (const trial of trialsOf(set)) figures.push(...measureTrial(set, trial, strangers, every));
    figures.push(roundsFigure(set, every));
  }
  await report(resultsFolder, "eval-intents", figures);
}

interface Trial {
  readonly what: string;
  readonly learned: readonly Phrase[];
  readonly asked: readonly Phrase[];
  readonly outside: readonly Phrase[] | null;
}

function trialsOf({ name, phrases, test, outside }: IntentSet): readonly Trial[] {
  const { kept, out } = splitPhrases(phrases);
  const held: Trial = { what: `${name}, a fifth left out`, learned: kept, asked: out, outside: null };
  return test ? [held, { what: `${name}, test set`, learned: phrases, asked: test, outside }] : [held];
}

function measureTrial(
  { name }: IntentSet,
  { what, learned, asked, outside }: Trial,
  strangers: readonly IntentSet[],
  every: number,
): readonly Figure[] {
  const { classify, cpuMs } = learnPhrases(learned);
  const guesses = guessAll(classify, sampled(asked, every));
  showTable(what, guesses);
  const against = (title: string, phrases: readonly Phrase[]): Figure => {
    const strange: readonly Guess[] = guessAll(classify, phrases);
    return outsideFigure(name, `${what}: AUROC against ${title}`, guesses, strange);
  };
  return [
    {
      ...(goals[name] ?? { id: "", target: null, reference: "" }),
      what: `${what}: accuracy`,
      value: accuracy(guesses),
      better: "higher",
      count: guesses.length,
    },
    ...confidentFigures(what, guesses),
    ...(outside ? [against("its out-of-scope set", sampled(outside, every))] : []),
    ...strangers.map((other) =>
      against(other.name, sampled(other.phrases, every * Math.ceil(other.phrases.length / 500))),
    ),
    {
      id: "",
      what: `${what}: CPU ms to learn`,
      value: cpuMs,
      target: 10_000,
      better: "lower",
      reference: "",
      count: learned.length,
    },
  ];
}
