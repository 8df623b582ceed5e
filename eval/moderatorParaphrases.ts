import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { compareAnswers } from "../src/core/moderation/comparing/compareAnswers.ts";
import { comparing } from "./moderatorComparing.ts";
import { mean } from "./ndcg.ts";
import type { Figure } from "./report.ts";

const rowSchema = z.object({
  isHeldOut: z.boolean(),
  question: z.string(),
  answer: z.string(),
  /** The same in other words throughout. */
  paraphrase: z.string(),
  /** What makes the paraphrase contradict the answer: a passage of it and what stands there instead. */
  changes: z.array(z.tuple([z.string(), z.string()])),
});

/** Answers written by hand in two wordings each, where nothing but the meaning tells that one contradicts the other. */
export async function measureParaphrases(): Promise<Figure[]> {
  const lines = (await readFile(join(import.meta.dirname, "moderatorParaphrases.jsonl"), "utf8"))
    .trim()
    .split("\n");
  const rows = lines.map((line) => rowSchema.parse(JSON.parse(line)));
  return [false, true].flatMap((isHeldOut) => {
    const own = rows.filter((row) => row.isHeldOut === isHeldOut);
    const name = isHeldOut ? "held out" : "looked at";
    const found = own.flatMap(({ question, answer, paraphrase, changes }) =>
      changes.map(([from, to]) => isContradicted(question, answer, paraphrase.replace(from, to))),
    );
    const clean = own.map(({ question, answer, paraphrase }) => isContradicted(question, answer, paraphrase));
    const common = { id: "Q10", target: null, reference: "" } as const;
    return [
      {
        ...common,
        what: `paraphrases ${name}: change seen`,
        value: mean(found),
        better: "higher",
        count: found.length,
      },
      {
        ...common,
        what: `paraphrases ${name}: unchanged, one reported`,
        value: mean(clean),
        better: "lower",
        count: clean.length,
      },
    ] as const;
  });
}

function isContradicted(question: string, one: string, other: string): number {
  const voices = [one, other].map((text, i) => ({ model: `model${i}`, text, isWhole: true }));
  return Number(compareAnswers(comparing, question, voices).conflicts.length > 0);
}
