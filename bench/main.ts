import { loadavg } from "node:os";
import { report, say, type Figure } from "./figures.ts";

/** A benchmark measures and returns its lines; with `profile` it also prints where the processor time went. */
export type Benchmark = (options: { readonly profile: boolean }) => Promise<readonly Figure[]>;

const benchmarkByName: Readonly<Record<string, () => Promise<Benchmark>>> = {
  start: async () => (await import("./start.ts")).start,
  turns: async () => (await import("./turns.ts")).turns,
  retrieval: async () => (await import("./retrieval.ts")).retrieval,
  ingest: async () => (await import("./ingest.ts")).ingest,
};

const profile = process.argv.includes("--profile");
const asked = process.argv.slice(2).filter((name) => name !== "--profile");
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
  await report(name, await benchmark({ profile }), before);
}
