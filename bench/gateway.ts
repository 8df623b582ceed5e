import { churnFigures } from "./churn.ts";
import { say, type Figure } from "./figures.ts";
import { firstToken } from "./firstToken.ts";
import { withHouse } from "./gatewayHouse.ts";
import type { BenchmarkOptions } from "./main.ts";
import { openStreams } from "./openStreams.ts";
import { stops } from "./stops.ts";
import { streamCost } from "./streamCost.ts";

type Part = (options: BenchmarkOptions) => Promise<Figure[]>;

const partByName: Readonly<Record<string, Part>> = {
  cost: ({ profile }) => withHouse((house) => streamCost(house, profile)),
  first: () => withHouse(firstToken),
  stop: () => withHouse(stops),
  open: ({ profile }) => openStreams(profile),
  // Ten thousand turns fail, and each would be a line of the log.
  churn: ({ turns }) => withHouse((house) => churnFigures(house, turns), "silent"),
};

/** P1, P2, P3, P10 and P11: streamed answers of simulated models. */
export async function gateway(options: BenchmarkOptions): Promise<readonly Figure[]> {
  const asked = options.parts.length > 0 ? options.parts : Object.keys(partByName);
  const figures: Figure[] = [];
  for (const name of asked) {
    const part = partByName[name];
    if (!part) throw new Error(`gateway has no part ${name}; it has ${Object.keys(partByName).join(", ")}`);
    say(`gateway: ${name}`);
    figures.push(...(await part(options)));
  }
  return figures;
}
