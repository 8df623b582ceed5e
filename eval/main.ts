import { parseArgs } from "node:util";
import { resolve } from "node:path";
import { evaluateEntities } from "./entities.ts";
import { evaluateFollowUps } from "./followUps.ts";
import { evaluateIntents } from "./intents.ts";
import { evaluateModerator } from "./moderator.ts";
import { evaluateRetrieval } from "./retrieval.ts";

/** `node eval/main.ts <name> [--data <folder>] [--every <n>]`: measures answer quality on data in the shared layout. */
const evaluations: Readonly<Record<string, (options: EvalOptions) => Promise<void>>> = {
  retrieval: evaluateRetrieval,
  moderator: evaluateModerator,
  followups: evaluateFollowUps,
  intents: evaluateIntents,
  entities: evaluateEntities,
};

export interface EvalOptions {
  readonly dataFolder: string;
  readonly resultsFolder: string;
  /** Only every nth question of a set: for a quick look. */
  readonly every: number;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { data: { type: "string" }, every: { type: "string", default: "1" } },
});
const repository = resolve(import.meta.dirname, "..");
const evaluate = evaluations[positionals[0] ?? ""];
if (!evaluate) {
  console.error(
    `Usage: node eval/main.ts ${Object.keys(evaluations).join(" | ")} [--data <folder>] [--every <n>]`,
  );
  process.exitCode = 2;
} else {
  await evaluate({
    dataFolder: resolve(values.data ?? resolve(repository, "../shared/data")),
    resultsFolder: resolve(repository, "bench/results"),
    every: Math.max(1, Number.parseInt(values.every, 10) || 1),
  });
}
