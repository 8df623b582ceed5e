import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { createClient } from "../src/client/client.ts";
import { say, type Figure } from "./figures.ts";
import { startChild, type Child } from "./processes.ts";
import { median } from "./statistics.ts";

const clients = 64;
const rounds = 5;
const seconds = 3;
const key = "bt_admin_key_of_the_benchmarks";
const urlSchema = z.object({ url: z.url() });
const cpuSchema = z.object({ wholeMs: z.number(), mainMs: z.number() });
const loadSchema = z.object({
  turns: z.int(),
  failed: z.int(),
  perSecond: z.number(),
  p50: z.number(),
  p95: z.number(),
});

/** P8 and the growth of P13: streamed turns without documents, each with its two durable commits. */
export async function turns({ profile }: { readonly profile: boolean }): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-bench-turns-"));
  const server = await startChild("serverProcess.ts", { folder: join(folder, "data"), key }, urlSchema);
  const bare = await startChild("bareTurnProcess.ts", { folder: join(folder, "bare") }, urlSchema);
  const loader = await startChild("loadProcess.ts", null, z.object({}));
  try {
    const many = await openConversations(server.ready.url, 2_000);
    const few = await openConversations(server.ready.url, clients);
    const under = (child: Server, conversations: readonly string[]) => measure(child, loader, conversations);
    const cases = { short: [server, many], long: [server, few], bare: [bare, few] } as const;
    // The second half of the warm-up gives every conversation of `few` more messages than a turn reads.
    for (const [child, conversations] of Object.values(cases)) await under(child, conversations);
    const taken: Record<keyof typeof cases, Round[]> = { short: [], long: [], bare: [] };
    for (let round = 0; round < rounds; round++) {
      for (const name of ["short", "long", "bare"] as const) taken[name].push(await under(...cases[name]));
    }
    if (profile) {
      await server.ask({ ask: "start profile" }, z.null());
      await under(server, many);
      say(`\nserver, main thread, short histories\n${await server.ask({ ask: "profile" }, z.string())}`);
    }
    return [
      ...figuresOf("short histories", taken.short, taken.bare),
      ...figuresOf("20 messages of history", taken.long, taken.bare),
    ];
  } finally {
    await Promise.all([loader.stop(), server.stop(), bare.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

type Server = Child<{ url: string }>;

interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly cpuMs: number;
  readonly mainMs: number;
}

async function measure(
  server: Server,
  loader: Child<object>,
  conversations: readonly string[],
): Promise<Round> {
  const before = await server.ask({ ask: "cpu" }, cpuSchema);
  const order = { ask: "load", url: server.ready.url, key, conversations, clients, seconds };
  const load = await loader.ask(order, loadSchema);
  const after = await server.ask({ ask: "cpu" }, cpuSchema);
  if (load.failed > 0) throw new Error(`${load.failed} turns failed`);
  return {
    ...load,
    cpuMs: (after.wholeMs - before.wholeMs) / load.turns,
    mainMs: (after.mainMs - before.mainMs) / load.turns,
  };
}

async function openConversations(baseUrl: string, count: number): Promise<string[]> {
  const client = createClient({ baseUrl, key });
  const ids: string[] = [];
  while (ids.length < count) {
    const made = await Promise.all(
      Array.from({ length: Math.min(50, count - ids.length) }, () => client.conversations.create()),
    );
    ids.push(...made.map(({ id }) => id));
  }
  return ids;
}

function figuresOf(what: string, product: readonly Round[], bare: readonly Round[]): Figure[] {
  const line = (label: string, unit: string, pick: (round: Round) => number): Figure => ({
    what: `${label}, ${what}`,
    value: median(product.map(pick)),
    unit,
    reference: { what: "bare sketch", value: median(bare.map(pick)) },
  });
  return [
    { ...line("turns", "/s", ({ perSecond }) => perSecond), target: { atLeast: 1_500 } },
    line("processor time a turn, all threads", "ms", ({ cpuMs }) => cpuMs),
    line("processor time a turn, main thread", "ms", ({ mainMs }) => mainMs),
    line("turn p50, 64 at once", "ms", ({ p50 }) => p50),
    line("turn p95, 64 at once", "ms", ({ p95 }) => p95),
  ];
}
