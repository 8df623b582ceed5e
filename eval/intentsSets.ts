import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const phraseSchema = z.object({
  text: z.string(),
  intent: z.string().default(""),
  /** Whether what is measured was written with a look at this. */
  seen: z.boolean().default(false),
});

export type Phrase = z.infer<typeof phraseSchema>;

/**
 * `<name>_train.jsonl` or `<name>_train_small.jsonl`, with `<name>_test.jsonl` and `<name>_oos_test.jsonl` where present;
 * `<name>_validate.jsonl` only stands for what means none of the others' intents.
 */
export interface IntentSet {
  readonly name: string;
  readonly canBeLearned: boolean;
  readonly phrases: readonly Phrase[];
  readonly test: readonly Phrase[] | null;
  /** What means none of the intents. */
  readonly outside: readonly Phrase[] | null;
}

export async function loadIntentSets(folder: string): Promise<readonly IntentSet[]> {
  const files = existsSync(folder) ? (await readdir(folder)).toSorted() : [];
  const sets = files.flatMap((file) => {
    const [, name, part] = /^(.+)_(train|train_small|validate)\.jsonl$/.exec(file) ?? [];
    return name === undefined ? [] : [{ name, file, canBeLearned: part !== "validate" }];
  });
  return Promise.all(
    sets.map(async ({ name, file, canBeLearned }) => ({
      name,
      canBeLearned,
      phrases: await readPhrases(join(folder, file)),
      test: await readIfThere(join(folder, `${name}_test.jsonl`)),
      outside: await readIfThere(join(folder, `${name}_oos_test.jsonl`)),
    })),
  );
}

export async function readPhrases(path: string): Promise<readonly Phrase[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => phraseSchema.parse(JSON.parse(line)));
}

async function readIfThere(path: string): Promise<readonly Phrase[] | null> {
  return existsSync(path) ? readPhrases(path) : null;
}

/** Each fifth phrase of every intent is left out of learning. */
export function splitPhrases(phrases: readonly Phrase[]): {
  readonly kept: Phrase[];
  readonly out: Phrase[];
} {
  const places = new Map<string, number>();
  const kept: Phrase[] = [];
  const out: Phrase[] = [];
  for (const phrase of phrases) {
    const place = places.get(phrase.intent) ?? 0;
    places.set(phrase.intent, place + 1);
    (place % 5 === 4 ? out : kept).push(phrase);
  }
  return { kept, out };
}

/** Only every nth. */
export function sampled<T>(list: readonly T[], every: number): readonly T[] {
  return list.filter((_, i) => i % every === 0);
}
