import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { detectLanguage } from "../src/core/retrieval/language.ts";
import { measureAccents } from "./accents.ts";
import { measureCitations } from "./citations.ts";
import { measureAnswers } from "./extractiveAnswers.ts";
import { indexSet } from "./indexedSet.ts";
import type { EvalOptions } from "./main.ts";
import { rankingQuality } from "./ndcg.ts";
import { report, type Figure } from "./report.ts";
import { hasRetrievalSet, loadRetrievalSet, type RetrievalSet } from "./retrievalSet.ts";

/** Sets with a goal of their own; any other in the same layout is measured without one. */
const goals: Readonly<Record<string, Pick<Figure, "id" | "target" | "reference">>> = {
  "squad-es-v1.1-small": { id: "Q1", target: 0.845, reference: "BM25 + Snowball .834, minisearch .779" },
  cranfield: { id: "Q3", target: 0.395, reference: "BM25 .385, minisearch .338" },
  scifact: { id: "Q3", target: 0.69, reference: "BM25 .687, minisearch .630" },
  "xquad-es2en": { id: "", target: null, reference: "BM25 .536, minisearch .332" },
};

/** Q1, Q2, Q3, Q5 and Q6: how well passages are found, answered from and cited. */
export async function evaluateRetrieval({ dataFolder, resultsFolder, every }: EvalOptions): Promise<void> {
  const folder = join(dataFolder, "retrieval");
  const names = existsSync(folder) ? (await readdir(folder)).toSorted() : [];
  const figures: Figure[] = [];
  for (const name of names.filter((entry) => hasRetrievalSet(join(folder, entry)))) {
    figures.push(...(await measureSet(name, await loadRetrievalSet(join(folder, name), every))));
  }
  if (figures.length === 0) console.log(`Left out: no retrieval set in ${folder}.`);
  figures.push(...(await measureCitations(join(dataFolder, "documents"), every)));
  if (figures.length > 0) await report(resultsFolder, "eval-retrieval", figures);
  else console.log(`Nothing measured: no data in ${dataFolder}. Name another folder by --data.`);
}

async function measureSet(name: string, set: RetrievalSet): Promise<Figure[]> {
  const { corpus, questions } = set;
  const goal = goals[name] ?? { id: "", target: null, reference: "" };
  const indexed = await indexSet(corpus);
  try {
    const value = await rankingQuality(indexed, questions);
    const whole: Figure = {
      ...goal,
      what: `${name}: nDCG@10`,
      value,
      better: "higher",
      count: questions.length,
    };
    const spanish = areSpanish(questions);
    const sameLanguage = spanish && areSpanish(corpus);
    return [
      whole,
      ...(spanish ? await measureAccents(name, indexed, questions, value) : []),
      ...(sameLanguage ? await measureAnswers(name, indexed, set) : []),
    ];
  } finally {
    await indexed.close();
  }
}

function areSpanish(entries: readonly { readonly text: string }[]): boolean {
  return entries.filter(({ text }) => detectLanguage(text) === "es").length > entries.length / 2;
}
