import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { wordsOf } from "../simulator/words.ts";
import { openLine, requestOf, type Call } from "./httpLine.ts";
import { startChild, type Child } from "./processes.ts";
import { question } from "./turnScript.ts";

const key = "bt_admin_key_of_the_benchmarks";

/** Seconds of a paced answer are its tokens over five. */
export const pacedTokens = 150;

/** What the configured models are to the simulator. */
const behaviourByModel = {
  quick: "sim;tokens=50",
  paced: `sim;tokens=${pacedTokens};gap=200;stamp=1`,
  endless: "sim;tokens=5000;gap=10",
  brief: "sim;tokens=10",
  // All end as streams do: a body of known length invites the next request ahead of the simulator's own end of it.
  refusing: "sim;tokens=10;fault=error_event;error=invalid_request;fail=0.99",
  breaking: "sim;tokens=10;fault=cut;after=5;fail=0.99",
  failing: "sim;tokens=10;fault=refuse;fail=0.99",
} as const;
export type ModelName = keyof typeof behaviourByModel;

/** `chat` is POST /api/v1/chat as events, `v1` the OpenAI-compatible face; both are the server's. */
export type Way = "chat" | "v1" | "bare" | "direct";

/** The processes of one measurement. */
export interface House {
  readonly server: Peer;
  readonly bare: Peer;
  readonly upstream: Peer;
  /** Asks what it is told to, and measures. */
  readonly clients: Child<object>;
  /** The ways through the server that answer. */
  readonly faces: readonly Way[];
  call(way: Way, model: ModelName, message?: string): Call;
  /** The process that a way goes through. */
  through(way: Way): Peer;
}

type Peer = Child<{ url: string }>;

const readySchema = z.object({ url: z.url() });
const firstWord = Buffer.from(wordsOf(1, 0, 1).join("")).toString("latin1");

/** Starts a server with a data folder of its own, its upstream, the bare proxy and the clients; ends them afterwards. */
export async function withHouse<T>(use: (house: House) => Promise<T>, logLevel = "warn"): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-bench-gateway-"));
  const started: Child<object>[] = [];
  const start = async <Ready extends object>(file: string, settings: unknown, ready: z.ZodType<Ready>) => {
    const child = await startChild(file, settings, ready);
    started.unshift(child);
    return child;
  };
  try {
    const upstream = await start("upstreamProcess.ts", null, readySchema);
    const configFile = join(folder, "batuta.yaml");
    await writeFile(configFile, configuration(upstream.ready.url));
    const settings = { folder: join(folder, "data"), key, configFile, models: "configured", logLevel };
    const server = await start("serverProcess.ts", settings, readySchema);
    const bare = await start("bareProxyProcess.ts", { upstream: upstream.ready.url }, readySchema);
    const clients = await start("gatewayClientProcess.ts", null, z.object({}));
    const through = (way: Way) => ({ chat: server, v1: server, bare, direct: upstream })[way];
    const call = (way: Way, model: ModelName, message = question): Call => ({
      url: through(way).ready.url,
      key,
      first: firstWord,
      ...(way === "chat" ? chatCall(model, message) : completionCall(way, model, message)),
    });
    const faces: readonly Way[] = (await answers(call("v1", "brief"))) ? ["chat", "v1"] : ["chat"];
    return await use({ server, bare, upstream, clients, faces, call, through });
  } finally {
    for (const child of started) await child.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** JSON is YAML. The breakers stay closed whatever fails, so that a failure is always a failed call. */
function configuration(upstreamUrl: string): string {
  const models = Object.entries(behaviourByModel).map(([id, model]) => ({
    id,
    model,
    provider: "openai-compatible",
    base_url: `${upstreamUrl}/v1`,
    price: { input: 0.15, output: 0.6 },
    window: 32_768,
  }));
  const strategy = { retry_base_ms: 1, breaker: { failures: 1_000, share: 0 } };
  return JSON.stringify({ models, strategy });
}

function chatCall(model: ModelName, message: string): Pick<Call, "path" | "body" | "last"> {
  return { path: "/api/v1/chat", body: JSON.stringify({ message, model }), last: "event: done" };
}

function completionCall(way: Way, model: ModelName, message: string): Pick<Call, "path" | "body" | "last"> {
  const body = {
    model: way === "v1" ? model : behaviourByModel[model],
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: "user", content: message }],
  };
  return { path: "/v1/chat/completions", body: JSON.stringify(body), last: "data: [DONE]" };
}

async function answers(call: Call): Promise<boolean> {
  const line = openLine(call.url);
  const text = await line.send(requestOf(call));
  line.close();
  return text.startsWith("HTTP/1.1 200") && text.includes(call.last);
}

const stateSchema = z.object({ open: z.int(), connections: z.int() });

export function upstreamState({ upstream }: House): Promise<z.infer<typeof stateSchema>> {
  return upstream.ask({ ask: "state" }, stateSchema);
}

/** Waits until the upstream has neither a call under way nor, when `connections` says so, a connection. */
export async function upstreamIdle(house: House, { connections = false } = {}): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const state = await upstreamState(house);
    if (state.open === 0 && (!connections || state.connections === 0)) return;
    if (performance.now() > until)
      throw new Error(`the upstream still has ${state.open} calls and ${state.connections} connections`);
    await pause(100);
  }
}

/** Longer than the simulator lets a connection be kept. */
const patienceMs = 75_000;
