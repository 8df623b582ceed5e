import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const documentSchema = z.object({ _id: z.string(), title: z.string().default(""), text: z.string() });
const questionSchema = z.object({
  _id: z.string(),
  text: z.string(),
  answers: z.array(z.string()).default([]),
});

export type CorpusDocument = z.infer<typeof documentSchema>;
export type Question = z.infer<typeof questionSchema> & {
  /** Judgement by document id; at least one is positive. */
  readonly relevance: ReadonlyMap<string, number>;
};

/** A set in the BEIR layout: corpus.jsonl, queries.jsonl, qrels.tsv. */
export interface RetrievalSet {
  readonly corpus: readonly CorpusDocument[];
  /** Only those with a positive judgement. */
  readonly questions: readonly Question[];
}

export function hasRetrievalSet(folder: string): boolean {
  return ["corpus.jsonl", "queries.jsonl", "qrels.tsv"].every((name) => existsSync(join(folder, name)));
}

export async function loadRetrievalSet(folder: string, every = 1): Promise<RetrievalSet> {
  const [corpus, questions, judgements] = await Promise.all([
    readLines(join(folder, "corpus.jsonl"), documentSchema),
    readLines(join(folder, "queries.jsonl"), questionSchema),
    readJudgements(join(folder, "qrels.tsv")),
  ]);
  const judged = questions.flatMap((question) => {
    const relevance = judgements.get(question._id);
    return relevance && Math.max(...relevance.values()) > 0 ? [{ ...question, relevance }] : [];
  });
  return { corpus, questions: judged.filter((_, i) => i % every === 0) };
}

async function readLines<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

async function readJudgements(path: string): Promise<Map<string, Map<string, number>>> {
  const judgements = new Map<string, Map<string, number>>();
  for (const line of (await readFile(path, "utf8")).split("\n").slice(1)) {
    const [question, document, score] = line.trim().split("\t");
    if (!question || !document) continue;
    const known = judgements.get(question) ?? new Map<string, number>();
    judgements.set(question, known.set(document, Number(score)));
  }
  return judgements;
}
