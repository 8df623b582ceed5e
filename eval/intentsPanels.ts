import { join } from "node:path";
import { defaultAssistantPath, loadAssistant } from "../src/config/assistant.ts";
import { createEntityFinder } from "../src/core/understanding/entities/findEntities.ts";
import { learnIntents } from "../src/core/understanding/intents/learnIntents.ts";
import { accuracy, auroc, type Guess } from "./intentsFigures.ts";
import { readPhrases } from "./intentsSets.ts";
import { confidentFigures, showTable } from "./intentsTables.ts";
import type { Figure } from "./report.ts";

/** The built-in profile on phrases that are none of its examples (Spanish and English, written for this by the same hand). */
export async function measurePanels(): Promise<readonly Figure[]> {
  const phrases = await readPhrases(join(import.meta.dirname, "intentsPanels.jsonl"));
  const profile = loadAssistant(defaultAssistantPath);
  const findEntities = createEntityFinder(profile.entities);
  const before = process.cpuUsage();
  const classify = learnIntents(profile, findEntities);
  const { user, system } = process.cpuUsage(before);
  const fallback = profile.intents.find(({ examples }) => examples.length === 0)?.name;

  const guesses = phrases.map(({ text, intent, seen }) => {
    const guess = classify(text, findEntities(text));
    const confidence = guess?.confidence ?? 0;
    const said = confidence >= 0.5 ? guess?.intent : fallback;
    return {
      seen,
      isOutside: intent === fallback,
      confidence,
      right: guess?.intent === intent,
      isUnderstood: said === intent,
    };
  });
  const learning: Figure = {
    ...common,
    what: "built-in profile: CPU ms to learn",
    value: (user + system) / 1000,
    target: 300,
    better: "lower",
    count: profile.intents.flatMap(({ examples }) => examples).length,
  };
  return [
    ...figuresOf(
      "built-in profile, phrases never looked at",
      guesses.filter(({ seen }) => !seen),
    ),
    ...figuresOf(
      "built-in profile, phrases it was improved by",
      guesses.filter(({ seen }) => seen),
    ),
    learning,
  ];
}

interface PanelGuess extends Guess {
  readonly isOutside: boolean;
  readonly isUnderstood: boolean;
}

const common = { id: "", reference: "", better: "higher", target: null } as const;

function figuresOf(what: string, guesses: readonly PanelGuess[]): readonly Figure[] {
  const inside = guesses.filter(({ isOutside }) => !isOutside);
  const outside = guesses.filter(({ isOutside }) => isOutside);
  const confidences = (list: readonly PanelGuess[]) => list.map(({ confidence }) => confidence);
  const understood = (list: readonly PanelGuess[]) =>
    accuracy(list.map((guess) => ({ ...guess, right: guess.isUnderstood })));
  showTable(what, guesses);
  return [
    {
      ...common,
      what: `${what}: the likeliest intent is right`,
      value: accuracy(inside),
      count: inside.length,
    },
    { ...common, what: `${what}: understood`, value: understood(inside), count: inside.length },
    {
      ...common,
      what: `${what}: what is none of it is left to the models`,
      value: understood(outside),
      count: outside.length,
    },
    {
      ...common,
      what: `${what}: AUROC of what is none of it`,
      value: auroc(confidences(inside), confidences(outside)),
      count: guesses.length,
    },
    ...confidentFigures(what, guesses),
  ];
}
