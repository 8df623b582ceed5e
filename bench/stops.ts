import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import type { Figure } from "./figures.ts";
import { upstreamIdle, type House, type Way } from "./gatewayHouse.ts";
import { callSchema, epochMs, openLine, requestOf, type Call } from "./httpLine.ts";
import { percentile } from "./statistics.ts";

const count = 300;
const atOnce = 20;
/** Stands in the question, so that the upstream's record shows which stop ended which call. */
const mark = "parada";

/** P10: from the stop, as the client sends it, to the end of the upstream's connection, as the upstream sees it. */
export async function stops(house: House): Promise<Figure[]> {
  const bare = await measure(house, "bare", "hang up");
  const stopped = await measure(house, "chat", "cancel");
  const lines = [...lineOf("stop of a turn → upstream closed", stopped, bare)];
  if (!house.faces.includes("v1")) return lines;
  const left = await measure(house, "v1", "hang up");
  return [...lines, ...lineOf("client of /v1 leaves → upstream closed", left, bare)];
}

function lineOf(what: string, taken: readonly number[], bare: readonly number[]): Figure[] {
  const at = (share: number): Figure => ({
    what: `${what}, p${share * 100}`,
    value: percentile(taken, share),
    unit: "ms",
    reference: { what: "bare proxy, client leaves", value: percentile(bare, share) },
  });
  return [at(0.5), { ...at(0.99), target: { atMost: 100 } }];
}

const stoppedSchema = z.array(z.object({ n: z.int(), at: z.number() }));
const hangUpsSchema = z.array(z.object({ body: z.string(), endedAt: z.number() }));

/** Milliseconds of each stop. Throws when one had no effect. */
async function measure(house: House, way: Way, how: StopCallsOrder["how"]): Promise<number[]> {
  await house.upstream.ask({ ask: "forget" }, z.null());
  const call = house.call(way, "endless", `${mark} {n}.`);
  const stopped = await house.clients.ask({ ask: "stop calls", call, how, count, atOnce }, stoppedSchema);
  await upstreamIdle(house);
  const hangUps = await house.upstream.ask({ ask: "hang-ups" }, hangUpsSchema);
  const endedAtByMark = new Map(
    hangUps.map(({ body, endedAt }) => [/parada \d+\./.exec(body)?.[0] ?? "", endedAt]),
  );
  return stopped.map(({ n, at }) => {
    const endedAt = endedAtByMark.get(`${mark} ${n}.`);
    if (endedAt === undefined) throw new Error(`stop ${n} (${way}, ${how}) closed nothing`);
    return endedAt - at;
  });
}

export const stopCallsOrder = z.object({
  call: callSchema,
  how: z.enum(["cancel", "hang up"]),
  count: z.int(),
  atOnce: z.int(),
});
type StopCallsOrder = z.infer<typeof stopCallsOrder>;

/** Begins calls and stops each shortly after its first content; says when, in milliseconds since the epoch. */
export async function stopCalls({ call, how, count: wanted, atOnce: clients }: StopCallsOrder) {
  const stopped: z.infer<typeof stoppedSchema> = [];
  let next = 0;
  const client = async () => {
    const control = openLine(call.url);
    while (next < wanted) {
      const n = next++;
      const own = { ...call, body: call.body.replace("{n}", String(n)) };
      stopped.push({ n, at: await stopOne(own, how, n % spreadMs, control) });
    }
    control.close();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return stopped;
}

/** Stops fall anywhere between two tokens. */
const spreadMs = 23;

async function stopOne(
  call: Call,
  how: StopCallsOrder["how"],
  afterMs: number,
  control: ReturnType<typeof openLine>,
): Promise<number> {
  const line = openLine(call.url);
  let turnId = "";
  await new Promise<void>((heard, failed) => {
    void line
      .send(requestOf(call), (text) => {
        if (!text.includes(call.first)) return;
        turnId = turnIdIn(text);
        heard();
      })
      .then(() => failed(new Error("a call ended before it was stopped")));
  });
  await pause(afterMs);
  const at = epochMs();
  if (how === "cancel") {
    const path = `/api/v1/turns/${turnId}/cancel`;
    const answer = await control.send(requestOf({ path, key: call.key, body: "{}" }));
    if (!answer.startsWith("HTTP/1.1 202")) throw new Error(`a stop was refused: ${answer.slice(0, 40)}`);
  }
  line.close();
  return at;
}

export function turnIdIn(text: string): string {
  return /"turn_id":"([^"]+)"/.exec(text)?.[1] ?? "";
}
