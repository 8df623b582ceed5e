import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { say, type Figure } from "./figures.ts";
import type { House, Way } from "./gatewayHouse.ts";
import { callSchema, openLine, requestOf } from "./httpLine.ts";
import { median, percentile } from "./statistics.ts";

const rounds = 5;
const streams = 2_000;
const atOnce = 64;
/** Accounting is written a tenth of a second behind the turns. */
const settleMs = 400;

/** P1: processor time of a streamed turn of 50 tokens, and what the same stream costs the bare proxy. */
export async function streamCost(house: House, profile: boolean): Promise<Figure[]> {
  const ways: readonly Way[] = [...house.faces, "bare"];
  const taken = new Map<Way, Round[]>(ways.map((way) => [way, []]));
  for (const way of ways) await measure(house, way);
  for (let round = 0; round < rounds; round++) {
    for (const way of ways) taken.get(way)?.push(await measure(house, way));
  }
  if (profile) for (const way of ways) await printProfile(house, way);
  return house.faces.flatMap((way) => figuresOf(way, taken.get(way) ?? [], taken.get("bare") ?? []));
}

const cpuSchema = z.object({ wholeMs: z.number(), mainMs: z.number() });
const takenSchema = z.object({ failed: z.int(), perSecond: z.number(), p50: z.number() });

interface Round {
  readonly cpuMs: number;
  readonly mainMs: number;
  readonly perSecond: number;
  readonly p50: number;
}

async function measure(house: House, way: Way): Promise<Round> {
  const child = house.through(way);
  const before = await child.ask({ ask: "cpu" }, cpuSchema);
  const order = { ask: "take streams", call: house.call(way, "quick"), count: streams, atOnce };
  const { failed, perSecond, p50 } = await house.clients.ask(order, takenSchema);
  if (failed > 0) throw new Error(`${failed} streams failed (${way})`);
  await pause(settleMs);
  const after = await child.ask({ ask: "cpu" }, cpuSchema);
  return {
    perSecond,
    p50,
    cpuMs: (after.wholeMs - before.wholeMs) / streams,
    mainMs: (after.mainMs - before.mainMs) / streams,
  };
}

async function printProfile(house: House, way: Way): Promise<void> {
  await house.through(way).ask({ ask: "start profile" }, z.null());
  await measure(house, way);
  say(`\n${nameOfWay[way]}, main thread\n${await house.through(way).ask({ ask: "profile" }, z.string())}`);
}

export const nameOfWay: Readonly<Record<Way, string>> = {
  chat: "POST /api/v1/chat",
  v1: "POST /v1/chat/completions",
  bare: "bare proxy",
  direct: "upstream",
};

function figuresOf(way: Way, product: readonly Round[], bare: readonly Round[]): Figure[] {
  const line = (what: string, unit: string, pick: (round: Round) => number): Figure => ({
    what: `${what}, ${nameOfWay[way]}`,
    value: median(product.map(pick)),
    unit,
    reference: { what: nameOfWay.bare, value: median(bare.map(pick)) },
  });
  const ratios = product.map(({ cpuMs }, round) => cpuMs / (bare[round]?.cpuMs ?? Number.NaN));
  return [
    line("processor time a stream, all threads", "ms", ({ cpuMs }) => cpuMs),
    {
      what: `the same over the bare proxy's, ${nameOfWay[way]}`,
      value: median(ratios),
      unit: "x",
      target: { atMost: 2 },
    },
    line("processor time a stream, main thread", "ms", ({ mainMs }) => mainMs),
    line("streams, 64 at once", "/s", ({ perSecond }) => perSecond),
    line("whole stream p50, 64 at once", "ms", ({ p50 }) => p50),
  ];
}

export const takeStreamsOrder = z.object({ call: callSchema, count: z.int(), atOnce: z.int() });

/** Takes so many streams, so many at once, each client on a connection that it keeps. */
export async function takeStreams({ call, count, atOnce: clients }: z.infer<typeof takeStreamsOrder>) {
  const request = requestOf(call);
  const latencies: number[] = [];
  let begun = 0;
  let failed = 0;
  const started = performance.now();
  const client = async () => {
    const line = openLine(call.url);
    while (begun < count) {
      begun += 1;
      const asked = performance.now();
      const text = await line.send(request);
      latencies.push(performance.now() - asked);
      if (!text.startsWith("HTTP/1.1 200") || !text.includes(call.last)) failed += 1;
    }
    line.close();
  };
  await Promise.all(Array.from({ length: clients }, client));
  const perSecond = (count / (performance.now() - started)) * 1_000;
  return { failed, perSecond, p50: percentile(latencies, 0.5) };
}
