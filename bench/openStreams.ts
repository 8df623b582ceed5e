import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { say, type Figure } from "./figures.ts";
import { pacedTokens, upstreamIdle, upstreamState, withHouse, type House, type Way } from "./gatewayHouse.ts";
import { callSchema, epochMs, requestOf, type Call } from "./httpLine.ts";
import { residentMb } from "./processes.ts";
import { median } from "./statistics.ts";
import { nameOfWay } from "./streamCost.ts";

const streams = 5_000;
const startedPerSecond = 500;
const warmup = 1_000;
const idleMs = 3_000;
const sampleMs = 500;
/** Share of the most that must be open for a sample to count; memory is divided by those that are. */
const fullShare = 0.9;

/**
 * P3: many open streams of five tokens a second in one process. Each way has a fresh process: one that has held
 * streams before does not give their memory back.
 */
export async function openStreams(profile: boolean): Promise<Figure[]> {
  const { bare, faces } = await withHouse(async (house) => ({
    bare: await hold(house, "bare", false),
    faces: house.faces,
  }));
  const figures: Figure[] = [];
  for (const way of faces)
    figures.push(...figuresOf(way, await withHouse((house) => hold(house, way, false)), bare));
  // Once more: a full process pays for being watched.
  if (profile) for (const way of faces) await withHouse((house) => hold(house, way, true));
  return figures;
}

function figuresOf(way: Way, result: Held, bare: Held): Figure[] {
  const line = (what: string, unit: string, pick: (from: Held) => number): Figure => ({
    what: `${what}, ${nameOfWay[way]}`,
    value: pick(result),
    unit,
    reference: { what: nameOfWay.bare, value: pick(bare) },
  });
  // Streams that wait outside have no delay and take no memory: with fewer open there is nothing to judge.
  const judged = (atMost: number) => (result.most >= streams ? { target: { atMost } } : {});
  return [
    {
      what: `failed of ${streams} streams, ${nameOfWay[way]}`,
      value: result.failed,
      unit: "",
      target: { atMost: 0 },
    },
    { ...line("open at once, the most", "", ({ most }) => most), target: { atLeast: streams } },
    line("token delay, p50", "ms", ({ p50 }) => p50),
    { ...line("token delay, p99", "ms", ({ p99 }) => p99), ...judged(250) },
    { ...line("resident memory a stream", "kB", ({ kbEach }) => kbEach), ...judged(120) },
    line("processor with so many open, of one core", "%", ({ busyPercent }) => busyPercent),
  ];
}

interface Held {
  readonly failed: number;
  readonly p50: number;
  readonly p99: number;
  /** Streams that the upstream had open at once. */
  readonly most: number;
  readonly kbEach: number;
  readonly busyPercent: number;
}

const heldSchema = z.object({
  failed: z.int(),
  p50: z.number(),
  p99: z.number(),
  /** The end of the first few answers that failed. */
  endings: z.array(z.string()),
});
const takenSchema = z.object({ failed: z.int() });
const cpuSchema = z.object({ wholeMs: z.number() });

interface Sample {
  readonly at: number;
  readonly open: number;
  readonly residentMb: number;
  readonly cpuMs: number;
}

async function hold(house: House, way: Way, profile: boolean): Promise<Held> {
  const child = house.through(way);
  const warm = { ask: "take streams", call: house.call(way, "brief"), count: warmup, atOnce: 64 };
  await house.clients.ask(warm, takenSchema);
  await pause(idleMs);
  const idle = residentMb(child.pid);
  const order = { ask: "hold streams", call: house.call(way, "paced"), streams, startedPerSecond };
  let over = false;
  const asked = house.clients.ask({ ...order, tokens: pacedTokens }, heldSchema).finally(() => (over = true));
  if (profile) await child.ask({ ask: "start profile" }, z.null());
  const samples: Sample[] = [];
  while (!over) {
    const { open } = await upstreamState(house);
    const { wholeMs } = await child.ask({ ask: "cpu" }, cpuSchema);
    samples.push({ at: performance.now(), open, residentMb: residentMb(child.pid), cpuMs: wholeMs });
    await pause(sampleMs);
  }
  const { endings, ...result } = await asked;
  if (profile) say(`\n${nameOfWay[way]}, main thread\n${await child.ask({ ask: "profile" }, z.string())}`);
  for (const ending of endings) say(`  failed (${way}): ${ending}`);
  await upstreamIdle(house);
  const most = Math.max(...samples.map(({ open }) => open));
  const full = samples.filter(({ open }) => open >= most * fullShare);
  const [first, last] = [full[0], full.at(-1)];
  return {
    ...result,
    most,
    kbEach: median(full.map((sample) => ((sample.residentMb - idle) * 1_000) / sample.open)),
    busyPercent: first && last ? ((last.cpuMs - first.cpuMs) / (last.at - first.at)) * 100 : Number.NaN,
  };
}

export const holdStreamsOrder = z.object({
  call: callSchema,
  streams: z.int(),
  startedPerSecond: z.int(),
  tokens: z.int(),
});
type HoldStreamsOrder = z.infer<typeof holdStreamsOrder>;

const longestMs = 60_000;
const startEveryMs = 20;

/** Opens the streams by and by and holds them to their end; each token says when it was written. */
export async function holdStreams({
  call,
  streams: count,
  startedPerSecond: rate,
  tokens,
}: HoldStreamsOrder) {
  /** Tokens by the whole milliseconds that they took. */
  const tokensByDelay = new Uint32Array(longestMs);
  const delayed = (ms: number) => {
    const at = Math.min(longestMs - 1, Math.max(0, Math.round(ms)));
    tokensByDelay[at] = (tokensByDelay[at] ?? 0) + 1;
  };
  const request = requestOf(call);
  const ends: Promise<HeldOne>[] = [];
  const started = performance.now();
  while (ends.length < count) {
    const due = Math.min(count, Math.ceil(((performance.now() - started) / 1_000) * rate));
    while (ends.length < due) ends.push(holdOne(call, request, delayed));
    await pause(startEveryMs);
  }
  const failed = (await Promise.all(ends)).filter(({ heard, ended }) => !ended || heard !== tokens);
  return {
    failed: failed.length,
    p50: delayAt(tokensByDelay, 0.5),
    p99: delayAt(tokensByDelay, 0.99),
    endings: failed.slice(0, 3).map(({ heard, ending }) => `${heard} tokens, ${JSON.stringify(ending)}`),
  };
}

interface HeldOne {
  /** Tokens that came. */
  readonly heard: number;
  /** Well, that is. */
  readonly ended: boolean;
  readonly ending: string;
}

function holdOne({ url, last }: Call, request: string, delayed: (ms: number) => void): Promise<HeldOne> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    let heard = 0;
    let ended = false;
    let torn = "";
    let ending = "";
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.setNoDelay(true).setEncoding("latin1");
    socket.on("data", (piece: string) => {
      const now = epochMs();
      const text = torn + piece;
      torn = text.endsWith("\n") ? "" : text;
      if (torn !== "") return;
      for (const [stamp] of text.matchAll(stamps)) {
        heard += 1;
        delayed(now - Number(stamp));
      }
      ended ||= text.includes(last);
      ending = text.slice(-endingLength);
      if (text.endsWith("0\r\n\r\n")) socket.destroy();
    });
    socket.on("error", ({ message }) => (ending ||= message));
    socket.on("close", () => resolve({ heard, ended, ending }));
  });
}

const endingLength = 300;

/** Thirteen digits that are a token or several in one piece; ids have no run of so many. */
const stamps = /(?<=[" ])\d{13}(?=[" ])/g;

function delayAt(tokensByDelay: Uint32Array, share: number): number {
  const all = tokensByDelay.reduce((sum, count) => sum + count, 0);
  let passed = 0;
  return tokensByDelay.findIndex((count) => (passed += count) >= all * share);
}
