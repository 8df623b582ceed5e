import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { say, type Figure } from "./figures.ts";
import { upstreamIdle, type House, type ModelName } from "./gatewayHouse.ts";
import { callSchema, openLine, requestOf, type Call, type HttpLine } from "./httpLine.ts";
import { turnIdIn } from "./stops.ts";

const atOnce = 64;
/** Longer than anything is remembered between turns. */
const settleMs = 1_500;

/** P11: what is left of many turns of which a fifth is stopped and a tenth fails. */
export async function churnFigures(house: House, turns: number): Promise<Figure[]> {
  const total: Counts = { good: 0, cancelled: 0, hungUp: 0, failed: 0, strange: 0 };
  const fresh = await leftOver(house);
  let early = fresh;
  let workedMs = 0;
  for (const until of legsOf(turns)) {
    const done = sum(total);
    const started = performance.now();
    const order = { ask: "churn", calls: callsOf(house), from: done, until, atOnce };
    const counts = await house.clients.ask(order, countsSchema);
    workedMs += performance.now() - started;
    for (const kind of kinds) total[kind] += counts[kind];
    const rate = Math.round((sum(total) / workedMs) * 1_000);
    say(`  ${sum(total)} turns, ${rate}/s, ${total.failed} failed, ${total.strange} not as they should be`);
    if (until === turns / 5) early = await leftOver(house);
  }
  const late = await leftOver(house);
  if (total.strange > 0) throw new Error(`${total.strange} turns ended otherwise than they should have`);
  say(`  resources at the start ${show(fresh)}\n  after a fifth ${show(early)}\n  at the end ${show(late)}`);
  const share = (count: number) => (100 * count) / turns;
  const handles = (left: LeftOver) => Object.values(left.resources).reduce((all, count) => all + count, 0);
  const line = (what: string, now: number, before: number): Figure => ({
    what: `${what} after ${turns} turns`,
    value: now,
    unit: "",
    target: { atMost: before },
    reference: { what: "before", value: before },
  });
  return [
    {
      what: `heap after collection, ${turns} turns`,
      value: late.heapMb,
      unit: "MB",
      reference: { what: `after ${turns / 5}`, value: early.heapMb },
    },
    {
      what: "growth of the heap meanwhile",
      value: (late.heapMb / early.heapMb - 1) * 100,
      unit: "%",
      target: { atMost: 5 },
    },
    // A timer that recurs may be missing from one look, so the most of both earlier ones counts.
    line("sockets, timers and other resources", handles(late), Math.max(handles(fresh), handles(early))),
    line("listeners", late.listeners, early.listeners),
    { what: "turns that were stopped or left", value: share(total.cancelled + total.hungUp), unit: "%" },
    { what: "turns that failed", value: share(total.failed), unit: "%" },
  ];
}

const kinds = ["good", "cancelled", "hungUp", "failed", "strange"] as const;
type Counts = Record<(typeof kinds)[number], number>;
const countsSchema = z.object({
  good: z.int(),
  cancelled: z.int(),
  hungUp: z.int(),
  failed: z.int(),
  strange: z.int(),
});
const sum = (counts: Counts) => kinds.reduce((all, kind) => all + counts[kind], 0);

function legsOf(turns: number): number[] {
  return Array.from({ length: 10 }, (_, leg) => (turns / 10) * (leg + 1));
}

const leftOverSchema = z.object({
  heapMb: z.number(),
  /** By kind, as Node names them. */
  resources: z.record(z.string(), z.int()),
  listeners: z.int(),
});
type LeftOver = z.infer<typeof leftOverSchema>;

const show = ({ heapMb, resources, listeners }: LeftOver) =>
  `${heapMb.toFixed(1)} MB, ${JSON.stringify(resources)}, ${listeners} listeners`;

/** When nothing is under way any more and the kept connections have run out. */
async function leftOver(house: House): Promise<LeftOver> {
  await upstreamIdle(house, { connections: true });
  await pause(settleMs);
  return house.server.ask({ ask: "left over" }, leftOverSchema);
}

const callByModelSchema = z.object({
  brief: callSchema,
  endless: callSchema,
  refusing: callSchema,
  breaking: callSchema,
  failing: callSchema,
  left: callSchema,
});
type Calls = z.infer<typeof callByModelSchema>;

function callsOf(house: House): Calls {
  const of = (model: ModelName) => house.call("chat", model);
  return {
    brief: of("brief"),
    endless: of("endless"),
    refusing: of("refusing"),
    breaking: of("breaking"),
    failing: of("failing"),
    // Leaving a turn does not stop it, leaving the other face does.
    left: house.faces.includes("v1") ? house.call("v1", "endless") : of("brief"),
  };
}

export const churnOrder = z.object({
  calls: callByModelSchema,
  from: z.int(),
  until: z.int(),
  atOnce: z.int(),
});

/** Asks the turns numbered `from` to `until`; of every hundred ten are cancelled, ten left and nearly ten fail. */
export async function churn({
  calls,
  from,
  until,
  atOnce: clients,
}: z.infer<typeof churnOrder>): Promise<Counts> {
  const counts: Counts = { good: 0, cancelled: 0, hungUp: 0, failed: 0, strange: 0 };
  let next = from;
  const client = async () => {
    const line = openLine(calls.brief.url);
    const control = openLine(calls.brief.url);
    while (next < until) counts[await one(calls, next++, line, control)] += 1;
    line.close();
    control.close();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return counts;
}

async function one(calls: Calls, n: number, line: HttpLine, control: HttpLine): Promise<keyof Counts> {
  switch (n % 10) {
    case 0:
      return (await cancelled(calls.endless, line, control)) ? "cancelled" : "strange";
    case 5:
      return (await hungUp(n % 20 === 5 ? calls.left : calls.brief)) ? "hungUp" : "strange";
    case 3: {
      const call = [calls.refusing, calls.breaking, calls.failing][Math.floor(n / 10) % 3] ?? calls.refusing;
      const text = await line.send(requestOf(call));
      if (text.includes("event: error")) return "failed";
      return text.includes(call.last) ? "good" : "strange";
    }
    default: {
      const text = await line.send(requestOf(calls.brief));
      return text.includes(calls.brief.last) ? "good" : "strange";
    }
  }
}

async function cancelled(call: Call, line: HttpLine, control: HttpLine): Promise<boolean> {
  const asked: Promise<string>[] = [];
  const text = await line.send(requestOf(call), (soFar) => {
    if (asked.length > 0 || !soFar.includes(call.first)) return;
    const path = `/api/v1/turns/${turnIdIn(soFar)}/cancel`;
    asked.push(control.send(requestOf({ path, key: call.key, body: "{}" })));
  });
  await Promise.all(asked);
  return text.includes('"outcome":"cancelled"');
}

/** A connection of its own, closed at the first content. */
async function hungUp(call: Call): Promise<boolean> {
  const line = openLine(call.url);
  const text = await line.send(requestOf(call), (soFar) => {
    if (soFar.includes(call.first)) line.close();
  });
  line.close();
  return text.includes(call.first);
}
