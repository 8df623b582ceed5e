import * as z from "zod";
import type { Figure } from "./figures.ts";
import type { House, Way } from "./gatewayHouse.ts";
import { callSchema, openLine, requestOf } from "./httpLine.ts";
import { percentile } from "./statistics.ts";
import { nameOfWay } from "./streamCost.ts";

const times = 400;
const warmup = 200;

/** P2: what the way through the server adds to the time to the first token, one call at a time. */
export async function firstToken(house: House): Promise<Figure[]> {
  const ways: readonly Way[] = ["direct", "bare", ...house.faces];
  const calls = ways.map((way) => house.call(way, "quick"));
  const take = (count: number) =>
    house.clients.ask({ ask: "first tokens", calls, count }, z.array(z.array(z.number())));
  await take(warmup);
  const taken = new Map(ways.map((way, at) => [way, at] as const));
  const latencies = await take(times);
  const of = (way: Way, share: number) => percentile(latencies[taken.get(way) ?? -1] ?? [], share);
  const line = (way: Way, share: number): Figure => ({
    what: `added to the first token, p${share * 100}, ${nameOfWay[way]}`,
    value: of(way, share) - of("direct", share),
    unit: "ms",
    reference: { what: nameOfWay.bare, value: of("bare", share) - of("direct", share) },
  });
  return [
    { what: "first token of the upstream itself, p50", value: of("direct", 0.5), unit: "ms" },
    ...house.faces.flatMap((way) => [{ ...line(way, 0.5), target: { atMost: 2 } }, line(way, 0.95)]),
  ];
}

export const firstTokensOrder = z.object({ calls: z.array(callSchema), count: z.int() });

/** Milliseconds to the first content of each call, so many times; the calls take turns. */
export async function firstTokens({ calls, count }: z.infer<typeof firstTokensOrder>): Promise<number[][]> {
  const lanes = calls.map((call) => ({
    call,
    request: requestOf(call),
    line: openLine(call.url),
    latencies: new Array<number>(),
  }));
  for (let n = 0; n < count; n++) {
    for (const { call, request, line, latencies } of lanes) {
      const asked = performance.now();
      let heard = Number.NaN;
      const text = await line.send(request, (soFar) => {
        if (Number.isNaN(heard) && soFar.includes(call.first)) heard = performance.now() - asked;
      });
      if (Number.isNaN(heard) || !text.includes(call.last)) throw new Error(`a call of ${call.path} failed`);
      latencies.push(heard);
    }
  }
  for (const { line } of lanes) line.close();
  return lanes.map(({ latencies }) => latencies);
}
