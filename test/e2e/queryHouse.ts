import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Overrides } from "../../src/compose.ts";
import type { InteractionRecords } from "../../src/core/sessions/interaction.ts";
import { createSimulator, type Simulator } from "../../simulator/simulator.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

/** A simulator and servers on its models, for queries of projects. */
export interface QueryHouse {
  readonly simulator: Simulator;
  /** A server whose models are the simulator's, by id and behaviour. */
  serve(models: Readonly<Record<string, string>>, more?: string, override?: Overrides): Promise<TestServer>;
  close(): Promise<void>;
}

export async function openQueryHouse(): Promise<QueryHouse> {
  const simulator = await createSimulator();
  const folder = await mkdtemp(join(tmpdir(), "batuta-query-"));
  const servers: TestServer[] = [];
  return {
    simulator,
    async serve(models, more = "", override) {
      const entries = Object.entries(models).map(
        ([id, behaviour]) =>
          `  - { id: ${id}, provider: openai-compatible, base_url: "${simulator.url}/v1", model: "${behaviour}", price: { input: 1, output: 2 } }`,
      );
      const path = join(folder, `${crypto.randomUUID()}.yaml`);
      await writeFile(path, `models:\n${entries.join("\n")}\n${more}`);
      const server = await startTestServer({
        settings: { BATUTA_CONFIG: path },
        ...(override && { override }),
      });
      servers.push(server);
      return server;
    },
    async close() {
      await Promise.all(servers.map((server) => server.stop()));
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks the default project; `accept` is what the client wants to read. */
export function query(
  server: TestServer,
  body: object,
  { accept = "application/json", project = "default", key = server.key } = {},
): Promise<Response> {
  return server.fetch(`/api/v1/projects/${project}/query`, {
    method: "POST",
    headers: { "content-type": "application/json", accept, authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
}

/** The records of interactions with another way of saving. */
export function savingBy(
  save: (real: InteractionRecords, ...args: Parameters<InteractionRecords["save"]>) => Promise<void>,
): Overrides {
  return ({ interactions }) => ({
    interactions: { ...interactions, save: (interaction) => save(interactions, interaction) },
  });
}

/** Waits for something that happens behind the answer; the test's own limit ends the wait. */
export async function eventually<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resume) => setTimeout(resume, 20));
  }
}
