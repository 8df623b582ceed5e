import { setTimeout as pause } from "node:timers/promises";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { until } from "../../simulator/rawCall.ts";
import { createSimulator, type Call, type Simulator } from "../../simulator/simulator.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

export interface OpenaiHouse extends TestServer {
  readonly simulator: Simulator;
  /** Where OpenAI's clients are pointed to. */
  readonly baseURL: string;
  /** Asks `Why?` unless the body asks something else. */
  complete(body: object, init?: RequestInit): Promise<Response>;
  /** The simulator's calls of this model, oldest first. */
  callsOf(id: string): readonly Call[];
  /** The calls of this model 100 ms from now: an upstream that nobody reads has been hung up on by then. */
  callsSoon(id: string): Promise<readonly Call[]>;
}

export interface OpenaiHouseOptions {
  /** The simulator's keys by the id of a model. */
  readonly models: Readonly<Record<string, string>>;
  /** Ids that a strategy asks. */
  readonly order: readonly string[];
  readonly file?: (upstream: string) => Readonly<Record<string, unknown>>;
}

/** One that never opens, so that one test's failures are not another's rest. */
const noBreaker = { failures: 1_000, share: 0 };
const question = { messages: [{ role: "user", content: "Why?" }] };

/** A server whose models are a simulator's; it tries each model once. */
export async function startOpenaiHouse(options: OpenaiHouseOptions): Promise<OpenaiHouse> {
  const simulator = await createSimulator();
  const written = await writeOpenaiConfig(simulator, options);
  const server = await startTestServer({ settings: { BATUTA_CONFIG: written.path } });
  const callsOf = (id: string) => simulator.calls().filter(({ model }) => model.startsWith(`${id};`));
  return {
    ...server,
    simulator,
    baseURL: `${server.url}/v1`,
    complete(body, init = {}) {
      const headers = new Headers(init.headers);
      headers.set("content-type", "application/json");
      const asked = JSON.stringify({ ...question, ...body });
      return server.fetch("/v1/chat/completions", { method: "POST", body: asked, ...init, headers });
    },
    callsOf,
    async callsSoon(id) {
      // In many turns of the event loop: a single timer may come due behind a pause of this very process.
      for (let turn = 0; turn < 20; turn += 1) await pause(5);
      return callsOf(id);
    },
    async stop(stopping) {
      await server.stop(stopping);
      await simulator.close();
      await written.remove();
    },
  };
}

/** `batuta.yaml` in a folder of its own. */
export async function writeOpenaiConfig(
  { url }: Pick<Simulator, "url">,
  { models, order, file = () => ({}) }: OpenaiHouseOptions,
) {
  const folder = await mkdtemp(join(tmpdir(), "batuta-openai-"));
  const path = join(folder, "batuta.yaml");
  const upstream = `${url}/v1`;
  const entries = Object.entries(models).map(([id, keys]) => ({
    id,
    provider: "openai-compatible",
    model: `${id};${keys}`,
    base_url: upstream,
    price: { input: 1, output: 2, cached_input: 0.5 },
    // Others are borne with as long as usual, so that a busy machine changes nothing.
    timeouts: /role_stall|hang_headers/.test(keys) ? { connect_ms: 400, first_content_ms: 400 } : {},
  }));
  const strategy = { order, retries: 0, breaker: noBreaker };
  // JSON is YAML too.
  await writeFile(path, JSON.stringify({ locale: "en", models: entries, strategy, ...file(upstream) }));
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

const frameSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: z.looseObject({ role: z.string().optional(), content: z.string().nullish() }),
        finish_reason: z.string().nullable(),
      }),
    )
    .optional(),
});

/** What a stream says, and whether `[DONE]` is its end. Throws for anything else than frames of JSON. */
export function readStream(stream: string) {
  const parts = stream.split("\n\n");
  const done = parts.at(-2) === "data: [DONE]";
  const frames = parts.slice(0, done ? -2 : -1).map((frame): unknown => {
    if (!frame.startsWith("data: ")) throw new Error(`no frame: ${frame}`);
    return JSON.parse(frame.slice("data: ".length));
  });
  const deltas = frames.flatMap((frame) => frameSchema.parse(frame).choices ?? []).map(({ delta }) => delta);
  return {
    frames,
    deltas,
    text: deltas.map(({ content }) => content ?? "").join(""),
    done,
    end: parts.at(-1),
  };
}

/** Uploads a text to the default workspace and waits until it can be found. */
export async function plantDocument(house: TestServer, name: string, text: string): Promise<void> {
  await house.client.documents.upload("default", [{ name, body: new Blob([text]) }]);
  let ready = false;
  const look = async () => {
    const listed = await house.fetch("/api/v1/workspaces/default/documents?status=ready");
    ready = (await listed.text()).includes(name);
  };
  for (let tries = 0; !ready && tries < 400; tries += 1) {
    await look();
    if (!ready) await pause(25);
  }
  if (!ready) throw new Error(`${name} did not become ready`);
}

export { until };
