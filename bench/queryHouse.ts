import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { proseByName } from "../simulator/prose.ts";
import { startChild, type Child } from "./processes.ts";
import { documentsOf } from "./uploads.ts";

const key = "bt_admin_key_of_the_benchmarks";

/** The models that answer, by id, as the simulator's names; and the moderator, null for rules alone. */
export interface QuerySetting {
  readonly models: Readonly<Record<string, string>>;
  readonly moderator: string | null;
  /** Of the file's section `strategy`. */
  readonly strategy?: { readonly quorum?: number; readonly grace_ms?: number };
  /** What keeping an interaction takes longer. */
  readonly saveMs?: number;
}

/** One query as its client saw it. */
export interface Asked {
  readonly ms: number;
  readonly quality: string;
  readonly isFallback: boolean;
  /** Models that answered well. */
  readonly answers: number;
  readonly contradictions: number;
  readonly answerTokens: number;
  readonly moderationTokens: number;
  readonly costUsd: number;
}

const askedSchema = z.array(
  z.object({
    ms: z.number(),
    quality: z.string(),
    isFallback: z.boolean(),
    answers: z.int(),
    contradictions: z.int(),
    answerTokens: z.int(),
    moderationTokens: z.int(),
    costUsd: z.number(),
  }),
);

export interface Load {
  readonly count: number;
  readonly atOnce: number;
  /**
   * So many clients begin spread over this time, and each asks again when it is answered; null: all begin in the same
   * instant and wait for each other.
   */
  readonly spreadMs: number | null;
}

/** The processes of one measurement; the project holds one document, so that every query has evidence. */
export interface QueryHouse {
  readonly server: Child<{ url: string }>;
  readonly upstream: Child<{ url: string }>;
  /** Throws when one of them is not answered. */
  query(load: Load, more?: Readonly<Record<string, unknown>>): Promise<Asked[]>;
  /** The models of these ids straight at the upstream, one after the other; milliseconds. */
  direct(load: Load, ids: readonly string[]): Promise<number[]>;
}

const readySchema = z.object({ url: z.url() });

/** Starts server, upstream and clients, each in a process of its own; ends them afterwards. */
export async function withQueryHouse<T>(
  setting: QuerySetting,
  use: (house: QueryHouse) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-bench-query-"));
  const started: Child<object>[] = [];
  const start = async <Ready extends object>(file: string, settings: unknown, ready: z.ZodType<Ready>) => {
    const child = await startChild(file, settings, ready);
    started.unshift(child);
    return child;
  };
  try {
    const upstream = await start("upstreamProcess.ts", null, readySchema);
    const configFile = join(folder, "batuta.yaml");
    await writeFile(configFile, configuration(setting, upstream.ready.url));
    const settings = { folder: join(folder, "data"), key, configFile, saveMs: setting.saveMs ?? 0 };
    const server = await start("queryServerProcess.ts", settings, readySchema);
    const clients = await start("queryClientProcess.ts", null, z.object({}));
    const documents = documentsOf(server.ready.url, key);
    await documents.ready((await documents.add("warranty.txt", Buffer.from(document))).id);
    const posts = (url: string, load: Load, each: readonly { path: string; body: string }[]) =>
      clients.ask({ ask: "posts", url, key, posts: each, ...load }, askedSchema);
    return await use({
      server,
      upstream,
      query: (load, more = {}) => posts(server.ready.url, load, [queryPost(more)]),
      async direct(load, ids) {
        const bodies = ids.map((id) => directPost(setting.models[id] ?? setting.moderator ?? ""));
        return (await posts(upstream.ready.url, load, bodies)).map(({ ms }) => ms);
      },
    });
  } finally {
    for (const child of started) await child.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const document =
  "The warranty of the solar panels lasts 10 years from the date of purchase. The owner presents the original invoice to make a claim. Damage caused by hail is excluded.";
const question = "How long is the warranty of the solar panels?";

function queryPost(more: Readonly<Record<string, unknown>>) {
  const body = JSON.stringify({ user_prompt_text: question, ...more });
  return { path: "/api/v1/projects/default/query", body };
}

/** Streamed as the server asks for it; a moderator gets answers to moderate, so that its own work is in the reference. */
function directPost(model: string) {
  const content = model.includes("moderator=") ? deliberation : question;
  const body = JSON.stringify({ model, messages: [{ role: "user", content }], stream: true });
  return { path: "/v1/chat/completions", body };
}

const deliberation = [
  `<question-0>\n${question}\n</question-0>`,
  ...[1, 2, 3].map((n) => `<answer-0 label="${n}">\n${proseByName.get(`warranty-${n}`) ?? ""}\n</answer-0>`),
].join("\n\n");

/** JSON is YAML. The moderator answers no questions itself. */
function configuration({ models, moderator, strategy }: QuerySetting, upstreamUrl: string): string {
  const entries = { ...models, ...(moderator !== null && { moderator }) };
  return JSON.stringify({
    models: Object.entries(entries).map(([id, model]) => ({
      id,
      model,
      provider: "openai-compatible",
      base_url: `${upstreamUrl}/v1`,
      price: { input: 0.15, output: 0.6 },
      window: 32_768,
    })),
    strategy: { order: Object.keys(models), ...strategy },
    moderator: { models: moderator === null ? [] : ["moderator"] },
  });
}

const stateSchema = z.object({ open: z.int(), connections: z.int() });

/** Waits until so many queries are saved. */
export async function saved({ server }: QueryHouse, queries: number): Promise<void> {
  await soon(async () => {
    const count = await server.ask({ ask: "saved" }, z.int());
    return count === queries ? null : `${count} of ${queries} queries are saved`;
  });
}

/** Waits until the upstream has neither a call nor a connection. */
export async function upstreamLeft({ upstream }: QueryHouse): Promise<void> {
  await soon(async () => {
    const { open, connections } = await upstream.ask({ ask: "state" }, stateSchema);
    return open + connections === 0 ? null : `${open} calls and ${connections} connections are open`;
  });
}

async function soon(lack: () => Promise<string | null>): Promise<void> {
  const until = performance.now() + patienceMs;
  for (let lacking = await lack(); lacking !== null; lacking = await lack()) {
    if (performance.now() > until) throw new Error(lacking);
    await pause(100);
  }
}

/** Longer than the simulator lets a connection be kept. */
const patienceMs = 75_000;
