import { say, type Figure } from "./figures.ts";
import type { BenchmarkOptions } from "./main.ts";
import { costs } from "./queryCost.ts";
import { hangingCases, latencies, slowStoreCases, timedCases } from "./queryLatency.ts";
import { memory } from "./queryMemory.ts";
import { processor } from "./queryProcessor.ts";

const partByName: Readonly<Record<string, (options: BenchmarkOptions) => Promise<Figure[]>>> = {
  time: () => latencies(timedCases),
  hanging: () => latencies(hangingCases),
  "slow-store": () => latencies(slowStoreCases),
  cost: costs,
  processor: ({ profile }) => processor(profile),
  memory,
};

/** Questions to several models over a project's documents, with one moderated answer. */
export async function query(options: BenchmarkOptions): Promise<readonly Figure[]> {
  const { parts } = options;
  const figures: Figure[] = [];
  for (const name of parts.length > 0 ? parts : Object.keys(partByName)) {
    const part = partByName[name];
    if (!part) throw new Error(`query has no part ${name}; it has ${Object.keys(partByName).join(", ")}`);
    say(`query: ${name}`);
    figures.push(...(await part(options)));
  }
  return figures;
}
