import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createEntityFinder, type EntityFinder } from "../src/core/understanding/entities/findEntities.ts";
import { panelKinds } from "../src/core/understanding/entities/fixtures/panelKinds.ts";
import { linesOf, textOf } from "./entitiesLines.ts";
import { slotSet } from "./entitiesSlots.ts";
import { seededDraw } from "./entitiesTypos.ts";
import type { Figure } from "./report.ts";

/**
 * Finds by similarity, per thousand words of text about other things: all of them are taken to be false. Entries that
 * stand there letter by letter, or in the plural ("rojo", "white"), are not counted. Only texts at odd places are read; the
 * lists of common words come from even ones of the customers' texts and from the frequency list, not from the prose.
 */
export async function measureFalseFinds(dataFolder: string, every: number): Promise<Figure[]> {
  const texts: Readonly<Record<string, readonly string[]>> = {
    "English customers (banking77, clinc150)": [
      ...(await textsOf(join(dataFolder, "intents", "banking77_train.jsonl"))),
      ...(await textsOf(join(dataFolder, "intents", "clinc150_train_small.jsonl"))),
    ],
    "Spanish prose (squad-es)": await textsOf(
      join(dataFolder, "retrieval", "squad-es-v1.1-small", "corpus.jsonl"),
    ),
    "English prose (xquad-es2en)": await textsOf(
      join(dataFolder, "retrieval", "xquad-es2en", "corpus.jsonl"),
    ),
    "Spanish words drawn by frequency": await drawnWords(join(dataFolder, "intents", "freq_es_100k.txt")),
    "Spanish words of the list, each once": await listedWords(
      join(dataFolder, "intents", "freq_es_100k.txt"),
    ),
  };
  const panels = createEntityFinder(panelKinds.filter(({ kind }) => kind === "catalogue"));
  const slots = await slotSet(dataFolder);
  const names = slots && createEntityFinder([slots.kind]);
  return Object.entries(texts).flatMap(([what, all]) => {
    const held = all.filter((_, at) => at % 2 === 1).filter((_, at) => at % every === 0);
    return [
      ...figureOf(`panels and colours, ${what}`, held, panels),
      ...(names ? figureOf(`snips' ${slots.kind.entries.length} names, ${what}`, held, names) : []),
    ];
  });
}

function figureOf(what: string, texts: readonly string[], find: EntityFinder): Figure[] {
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0);
  if (words === 0) return [];
  const finds = texts.reduce((sum, text) => sum + find(text).filter(({ score }) => score < 1).length, 0);
  const value = (finds * 1_000) / words;
  return [
    {
      id: "",
      what: `false finds per 1,000 words: ${what}`,
      value,
      target: null,
      better: "lower",
      reference: "",
      count: words,
    },
  ];
}

async function textsOf(path: string): Promise<string[]> {
  return (await linesOf(path)).map((line) => textOf(line, "text"));
}

async function frequencies(path: string): Promise<(readonly [string, number])[]> {
  if (!existsSync(path)) return [];
  const lines = (await readFile(path, "utf8")).replace(/^\uFEFF/, "").split("\n");
  return lines.map((line) => line.trim().split(" ")).map(([word = "", count = "0"]) => [word, Number(count)]);
}

/** Two hundred thousand words in lines of twenty. */
async function drawnWords(path: string): Promise<string[]> {
  const words = await frequencies(path);
  const sums: number[] = [];
  let total = 0;
  for (const [, count] of words) sums.push((total += count));
  if (total === 0) return [];
  const draw = seededDraw(5);
  const drawn = () => {
    const point = (draw(1_000_000_000) / 1_000_000_000) * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < point) low = middle + 1;
      else high = middle;
    }
    return words[low]?.[0] ?? "";
  };
  return Array.from({ length: 10_000 }, () => Array.from({ length: 20 }, drawn).join(" "));
}

async function listedWords(path: string): Promise<string[]> {
  return (await frequencies(path)).map(([word]) => word);
}
