import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Simulator } from "../../../simulator/simulator.ts";
import type { TurnEvent } from "../../../src/contract/events.ts";
import { startTestServer, type TestServer } from "../../e2e/testServer.ts";

export interface ModelServerOptions {
  /** The simulator's keys by the id of a model. */
  readonly models: Readonly<Record<string, string>>;
  readonly strategy?: Readonly<Record<string, unknown>>;
  /** Milliseconds of silence that are borne. */
  readonly patienceMs?: number;
  readonly settings?: Readonly<Record<string, string>>;
  /** Variable that all models have their key from. */
  readonly keyVariable?: string;
}

/** One that never opens, so that one test's failures are not another's rest. */
const noBreaker = { failures: 1_000, share: 0 };

/** A whole server whose configuration file names simulated models; a model's id begins its name at the simulator. */
export async function startModelServer(
  { url }: Pick<Simulator, "url">,
  { models, strategy = {}, settings = {}, patienceMs = 800, keyVariable }: ModelServerOptions,
): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-faces-"));
  const config = join(folder, "batuta.yaml");
  const file = {
    models: Object.entries(models).map(([id, keys]) => ({
      id,
      provider: "openai-compatible",
      model: `${id};${keys}`,
      base_url: `${url}/v1`,
      ...(keyVariable !== undefined && { api_key_env: keyVariable }),
      price: { input: 1, output: 2 },
      timeouts: {
        connect_ms: patienceMs,
        first_content_ms: patienceMs,
        idle_ms: patienceMs,
        total_ms: 20_000,
      },
    })),
    strategy: { retry_base_ms: 1, breaker: noBreaker, ...strategy },
  };
  // JSON is YAML too.
  await writeFile(config, JSON.stringify(file));
  const server = await startTestServer({ settings: { BATUTA_CONFIG: config, ...settings } });
  return {
    ...server,
    async stop(options) {
      await server.stop(options);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function collect(events: AsyncIterable<TurnEvent>): Promise<readonly TurnEvent[]> {
  const collected: TurnEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

export function textOf(events: readonly TurnEvent[]): string {
  return events.map((event) => (event.event === "chunk" ? event.data.content : "")).join("");
}

/** Events without the chunks, by name and what names them. */
export function outlineOf(events: readonly TurnEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.event === "chunk") return [];
    if (event.event === "info") return [`info ${event.data.code}`];
    if (event.event === "error") return [`error ${event.data.error}`];
    return [event.event];
  });
}

export function startOf(events: readonly TurnEvent[]) {
  const [first] = events;
  if (first?.event !== "start") throw new Error("a turn starts with start");
  return first.data;
}

export function post(
  house: TestServer,
  path: string,
  body: unknown,
  init: RequestInit = {},
): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return house.fetch(path, { method: "POST", headers, body: JSON.stringify(body), ...init });
}
