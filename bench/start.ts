import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createCorpus } from "./corpus.ts";
import type { Figure } from "./figures.ts";
import { residentMb, stopProcess } from "./processes.ts";
import { median } from "./statistics.ts";
import { fillWorkspace, openStores } from "./stores.ts";

const runs = 5;
const chunks = 100_000;
const idleMs = 4_000;
const main = join(import.meta.dirname, "../bin/batuta.mjs");
const bareListen = [
  'import fastify from "fastify";',
  'await fastify().listen({ port: 0, host: "127.0.0.1" });',
  'console.log("listening on");',
].join("");

/** P9: from the start of the process to the line that says where it listens, and what it holds when idle. */
export async function start(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-bench-start-"));
  try {
    const full = join(folder, "full");
    await fill(full);
    const bareNode = await several(() => exitMs(["-e", ""]));
    const bareFastify = await several(() => readyOf(["--input-type=module", "-e", bareListen], {}));
    const empty = await several((run) => readyOf([main, "serve"], serverSettings(join(folder, `${run}`))));
    const filled = await several(() => readyOf([main, "serve"], serverSettings(full)));
    const reference = { what: "bare Fastify", value: median(bareFastify.map(({ ms }) => ms)) };
    const idle = { what: "bare Fastify", value: median(bareFastify.map(({ idleMb }) => idleMb)) };
    return [
      { what: "node -e ''", value: median(bareNode), unit: "ms" },
      { what: "bare Fastify, listening", value: reference.value, unit: "ms" },
      line("start, empty", filledMs(empty), 1_500, reference),
      line("start, 100,000 chunks", filledMs(filled), 3_000, reference),
      { ...line("idle memory, empty", idleOf(empty), 200, idle), unit: "MB" },
      { ...line("idle memory, 100,000 chunks", idleOf(filled), 200, idle), unit: "MB" },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function line(what: string, value: number, atMost: number, reference: Figure["reference"]): Figure {
  return { what, value, unit: "ms", target: { atMost }, ...(reference && { reference }) };
}

const filledMs = (started: readonly Started[]) => median(started.map(({ ms }) => ms));
const idleOf = (started: readonly Started[]) => median(started.map(({ idleMb }) => idleMb));

interface Started {
  readonly ms: number;
  readonly idleMb: number;
}

async function several<T>(run: (number: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let number = 0; number < runs; number++) results.push(await run(number));
  return results;
}

/** A first start makes the default workspace and the key, so that no measured start has to. */
async function fill(folder: string): Promise<void> {
  await readyOf([main, "serve"], serverSettings(folder));
  const stores = await openStores(folder);
  await fillWorkspace(stores, createCorpus(1), chunks);
  await stores.close();
}

function serverSettings(folder: string): Record<string, string> {
  return { BATUTA_DATA: folder, BATUTA_PORT: "0", BATUTA_LOG_LEVEL: "warn" };
}

async function readyOf(args: readonly string[], env: Record<string, string>): Promise<Started> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    let said = "";
    for await (const piece of child.stdout) {
      said += String(piece);
      if (said.includes("listening on")) break;
    }
    if (!said.includes("listening on")) throw new Error(`the server did not start: ${said}`);
    const ms = performance.now() - started;
    await pause(idleMs);
    return { ms, idleMb: residentMb(child.pid ?? 0) };
  } finally {
    await stopProcess(child);
  }
}

async function exitMs(args: readonly string[]): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, args, { env: {} }), "exit");
  return performance.now() - started;
}
