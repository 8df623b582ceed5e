import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { report, say, type Figure } from "./figures.ts";

export interface BenchmarkOptions {
  /** Also print where the processor time went. */
  readonly profile: boolean;
  /** Of `gateway`: how many turns must leave nothing behind. */
  readonly turns: number;
  /** Of `gateway` and `query`: these parts only; all when empty. */
  readonly parts: readonly string[];
}

/** A benchmark measures and returns its lines. */
export type Benchmark = (options: BenchmarkOptions) => Promise<readonly Figure[]>;

const benchmarkByName: Readonly<Record<string, () => Promise<Benchmark>>> = {
  start: async () => (await import("./start.ts")).start,
  turns: async () => (await import("./turns.ts")).turns,
  retrieval: async () => (await import("./retrieval.ts")).retrieval,
  ingest: async () => (await import("./ingest.ts")).ingest,
  gateway: async () => (await import("./gateway.ts")).gateway,
  analytics: async () => (await import("./analytics.ts")).analytics,
  query: async () => (await import("./query.ts")).query,
};

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    profile: { type: "boolean", default: false },
    turns: { type: "string", default: "100000" },
    parts: { type: "string", default: "" },
  },
});
const options: BenchmarkOptions = {
  profile: values.profile,
  turns: Number(values.turns),
  parts: values.parts.split(",").filter((part) => part !== ""),
};
const unknown = asked.filter((name) => !(name in benchmarkByName));
if (unknown.length > 0) {
  say(`There is no benchmark ${unknown.join(", ")}. There are: ${Object.keys(benchmarkByName).join(", ")}.`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : Object.keys(benchmarkByName)) {
  const load = benchmarkByName[name];
  if (!load) continue;
  const before = loadavg();
  const benchmark = await load();
  await report(name, await benchmark(options), before);
}
