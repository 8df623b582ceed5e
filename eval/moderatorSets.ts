import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as z from "zod";
import { detectLanguage } from "../src/core/retrieval/language.ts";
import type { PlantedLanguage } from "./moderatorPlanting.ts";

const answersSchema = z.object({
  question: z.string(),
  answers: z.array(z.object({ text: z.string(), label: z.string().optional() })).min(2),
});
const synthesisSchema = z.object({ question: z.string(), round1: z.string(), round2: z.string() });
const passageSchema = z.object({ title: z.string().default(""), text: z.string() });

/** A question with an answer of each of several models; labelled where right and wrong ones are known. */
export type AnsweredQuestion = z.infer<typeof answersSchema>;
/** A question, one model's answer, and an answer made of several. */
export type SynthesisPair = z.infer<typeof synthesisSchema>;

/** A text to plant a contradiction in. */
export interface PlainText {
  readonly set: string;
  readonly language: PlantedLanguage;
  readonly question: string;
  readonly text: string;
  /** Place in its set: even ones were looked at while the rules were made. */
  readonly row: number;
}

export interface ModeratorSets {
  readonly answered: readonly (AnsweredQuestion & { readonly row: number })[];
  readonly labelled: readonly (AnsweredQuestion & { readonly row: number })[];
  readonly syntheses: readonly SynthesisPair[];
  readonly texts: readonly PlainText[];
  /** Passages of one article each: whatever they say, they do not contradict each other. */
  readonly articles: readonly { readonly set: string; readonly passages: readonly string[] }[];
}

/** Reads each file by the shape of its rows, whatever its name, and passages from the sets for retrieval. */
export async function loadModeratorSets(dataFolder: string, every: number): Promise<ModeratorSets> {
  const files = await filesIn(join(dataFolder, "moderator"));
  const rows = (await Promise.all(files.map(async (file) => numbered(await rowsOf(file), every)))).flat();
  const answered = rows.flatMap(({ set, row, value }) => {
    const parsed = answersSchema.safeParse(value);
    return parsed.success ? [{ ...parsed.data, set, row }] : [];
  });
  const isLabelled = ({ answers }: AnsweredQuestion) => answers.some(({ label }) => label !== undefined);
  const syntheses = rows.flatMap(({ set, row, value }) => {
    const parsed = synthesisSchema.safeParse(value);
    return parsed.success ? [{ ...parsed.data, set, row }] : [];
  });
  const passages = (
    await Promise.all(["squad-es-v1.1-small", "xquad-es2en"].map((name) => passagesOf(dataFolder, name)))
  ).flat();
  const read = passages.filter((_, i) => i % (passagesPerRead * every) === 0);
  return {
    answered: answered.filter((question) => !isLabelled(question)),
    labelled: answered.filter(isLabelled),
    syntheses,
    texts: [
      ...answered.flatMap(({ set, row, question, answers }) =>
        textOf(set, row, question, answers[isRight(answers) ?? row % answers.length]?.text),
      ),
      ...syntheses.flatMap(({ set, row, question, round2 }) => textOf(set, row, question, round2)),
      ...read.flatMap(({ set, title, text }, row) => textOf(set, row, title, text)),
    ],
    articles: articlesOf(passages, every),
  };
}

/** Of the many passages, every sixth. */
const passagesPerRead = 6;

function isRight(answers: AnsweredQuestion["answers"]): number | null {
  const place = answers.findIndex(({ label }) => label === "correct");
  return place < 0 ? null : place;
}

function textOf(set: string, row: number, question: string, text = ""): PlainText[] {
  const language = detectLanguage(text);
  const isRead = text !== "" && (language === "es" || language === "en" || language === null);
  return isRead ? [{ set, row, question, text, language: language === "es" ? "es" : "en" }] : [];
}

async function filesIn(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith(".jsonl"));
  return names.toSorted().map((name) => join(folder, name));
}

async function rowsOf(path: string): Promise<readonly { set: string; value: unknown }[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const value: unknown = JSON.parse(line);
    return { set: basename(path, ".jsonl"), value };
  });
}

function numbered(rows: readonly { set: string; value: unknown }[], every: number) {
  return rows.map((row, i) => ({ ...row, row: i })).filter(({ row }) => row % every === 0);
}

async function passagesOf(dataFolder: string, name: string) {
  const path = join(dataFolder, "retrieval", name, "corpus.jsonl");
  if (!existsSync(path)) return [];
  return (await rowsOf(path)).map(({ value }) => ({ ...passageSchema.parse(value), set: name }));
}

function articlesOf(passages: readonly { set: string; title: string; text: string }[], every: number) {
  return passages.flatMap(({ set, title, text }, i) => {
    const next = passages[i + 1];
    const isNeighbour = next?.set === set && next.title === title && i % (3 * every) === 0;
    return isNeighbour ? [{ set, passages: [text, next.text] }] : [];
  });
}
