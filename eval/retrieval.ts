import { join } from "node:path";
import { measureCitations } from "./citations.ts";
import { judgeAnswer } from "./extractiveAnswers.ts";
import { indexSet, type IndexedSet } from "./indexedSet.ts";
import type { EvalOptions } from "./main.ts";
import { mean, ndcg } from "./ndcg.ts";
import { report, type Figure } from "./report.ts";
import { hasRetrievalSet, loadRetrievalSet, type Question } from "./retrievalSet.ts";

interface SetGoal {
  readonly name: string;
  readonly id: string;
  readonly target: number;
  readonly reference: string;
  /** Also without accents, and with answers. */
  readonly spanish?: true;
}

const sets: readonly SetGoal[] = [
  { name: "squad-es-v1.1-small", id: "Q1", target: 0.845, reference: "BM25 + Snowball .834, minisearch .779", spanish: true },
  { name: "cranfield", id: "Q3", target: 0.395, reference: "BM25 .385, minisearch .338" },
  { name: "scifact", id: "Q3", target: 0.69, reference: "BM25 .687, minisearch .630" },
];

/** Q1, Q2, Q3, Q5 and Q6: how well passages are found, answered from and cited. */
export async function evaluateRetrieval({ dataFolder, resultsFolder, every }: EvalOptions): Promise<void> {
  const figures: Figure[] = [];
  for (const set of sets) {
    const folder = join(dataFolder, "retrieval", set.name);
    if (hasRetrievalSet(folder)) figures.push(...(await measureSet(set, folder, every)));
    else console.log(`Left out: ${folder} is not there.`);
  }
  figures.push(...(await measureCitations(join(dataFolder, "documents"), every)));
  if (figures.length === 0) console.log(`Nothing measured: no data under ${dataFolder}. Give another folder by --data.`);
  else await report(resultsFolder, "eval-retrieval", figures);
}

async function measureSet(goal: SetGoal, folder: string, every: number): Promise<Figure[]> {
  const { corpus, questions } = await loadRetrievalSet(folder, every);
  const set = await indexSet(corpus);
  try {
    const count = questions.length;
    const whole = await rankingQuality(set, questions);
    const { id, name, target, reference } = goal;
    const figures: Figure[] = [{ id, what: `${name}, nDCG@10`, value: whole, target, better: "higher", reference, count }];
    return goal.spanish ? [...figures, ...(await spanishFigures(set, questions, whole))] : figures;
  } finally {
    await set.close();
  }
}

async function spanishFigures(set: IndexedSet, questions: readonly Question[], whole: number): Promise<Figure[]> {
  const count = questions.length;
  const lost = async (spelling: (text: string) => string) =>
    whole - (await rankingQuality(set, questions.map((question) => ({ ...question, text: spelling(question.text) }))));
  const accents = await lost(withoutAccents);
  const tildes = await lost((text) => withoutAccents(text).replaceAll("ñ", "n").replaceAll("Ñ", "N"));
  const judged = (await mapInTurn(questions, (question) => judgeAnswer(set, question))).filter((answer) => answer !== null);
  const share = (is: (answer: (typeof judged)[number]) => boolean) => mean(judged.map((answer) => Number(is(answer))));
  const answers = { better: "higher", reference: "", count: judged.length } as const;
  return [
    { id: "Q2", what: "nDCG@10 lost without accents", value: accents, target: 0.01, better: "lower", reference: ".009", count },
    { id: "Q2", what: "nDCG@10 lost without accents, n for ñ", value: tildes, target: null, better: "lower", reference: "", count },
    { id: "Q5", what: "answer in the first two sentences", value: share((a) => a.inFirstTwoSentences), target: 0.7, ...answers },
    { id: "Q5", what: "answer in a cited chunk", value: share((a) => a.inCitedChunk), target: 0.85, ...answers },
    { id: "Q5", what: "answerable, but no evidence said", value: share((a) => a.declined), target: null, ...answers, better: "lower" },
  ];
}

async function rankingQuality(set: IndexedSet, questions: readonly Question[]): Promise<number> {
  const values = await mapInTurn(questions, async ({ text, relevance }) => {
    const { passages } = await set.search(text, 10);
    return ndcg(passages.map((passage) => passage.documentId), relevance);
  });
  return mean(values);
}

/** Four at a time, results in order. */
async function mapInTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += 4) {
    results.push(...(await Promise.all(items.slice(from, from + 4).map(run))));
  }
  return results;
}

function withoutAccents(text: string): string {
  return text
    .normalize("NFD")
    .replace(/([nN]\u0303)|[\u0300-\u036f]/g, (_, letter: string | undefined) => letter ?? "")
    .normalize("NFC");
}
