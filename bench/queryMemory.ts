import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { say, type Figure } from "./figures.ts";
import { saved, upstreamLeft, withQueryHouse, type QueryHouse } from "./queryHouse.ts";
import { instant, instantModerator } from "./queryProcessor.ts";

const early = 1_000;
const queries = 10_000;
const atOnce = 16;
/** Longer than anything is remembered between queries. */
const settleMs = 1_500;

/** What is left of many queries of models that take no time. */
export async function memory(): Promise<Figure[]> {
  return withQueryHouse({ models: instant, moderator: instantModerator }, async (house) => {
    await ask(house, 0, early);
    const first = await leftOver(house, early);
    for (let done = early; done < queries; done += early) await ask(house, done, early);
    const last = await leftOver(house, queries);
    const handles = ({ resources }: LeftOver) => Object.values(resources).reduce((all, n) => all + n, 0);
    const before = { what: `after ${early}` };
    return [
      {
        what: `heap after collection, ${queries} queries`,
        value: last.heapMb,
        unit: "MB",
        reference: { ...before, value: first.heapMb },
      },
      {
        what: "growth of the heap meanwhile",
        value: (last.heapMb / first.heapMb - 1) * 100,
        unit: "%",
        target: { atMost: 5 },
      },
      {
        what: `sockets, timers and other resources after ${queries} queries`,
        value: handles(last),
        unit: "",
        target: { atMost: handles(first) },
        reference: { ...before, value: handles(first) },
      },
      {
        what: `listeners after ${queries} queries`,
        value: last.listeners,
        unit: "",
        target: { atMost: first.listeners },
        reference: { ...before, value: first.listeners },
      },
    ];
  });
}

async function ask(house: QueryHouse, done: number, count: number): Promise<void> {
  const started = performance.now();
  const asked = await house.query({ count, atOnce, spreadMs: 0 });
  const rate = Math.round((count / (performance.now() - started)) * 1_000);
  const good = asked.filter(({ answers, isFallback }) => answers >= 2 && !isFallback).length;
  say(`  ${done + count} queries, ${rate}/s, ${good} of the last ${count} moderated`);
  if (good < count) throw new Error(`${count - good} queries were not moderated`);
}

const leftOverSchema = z.object({
  heapMb: z.number(),
  resources: z.record(z.string(), z.int()),
  listeners: z.int(),
});
type LeftOver = z.infer<typeof leftOverSchema>;

async function leftOver(house: QueryHouse, done: number): Promise<LeftOver> {
  await saved(house, done);
  await upstreamLeft(house);
  await pause(settleMs);
  return house.server.ask({ ask: "left over" }, leftOverSchema);
}
