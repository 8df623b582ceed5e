import type { FastifyInstance } from "fastify";
import { ownerOf } from "./adapters/system/dataFolder.ts";
import { modelsSentence } from "./compose/answering.ts";
import { compose, type Composition, type Overrides } from "./compose.ts";
import type { Config } from "./config.ts";
import type { DoctorCheck } from "./cli/doctor.ts";
import { createApp } from "./http/app.ts";

export interface Server {
  readonly app: FastifyInstance;
  readonly composition: Composition;
  /** Listens where the configuration says and resolves with its address, `http://host:port`. */
  listen(): Promise<string>;
  /** Stops taking requests, lets running turns end, then closes every store. Safe to call twice. */
  close(): Promise<void>;
}

/** The house with its HTTP face; it listens when told to. */
export async function createServer(config: Config, override?: Overrides): Promise<Server> {
  const composition = await compose(config, override);
  const app = await createApp(composition.http, composition.logger);
  let closed: Promise<void> | null = null;
  return {
    app,
    composition,
    listen: () => app.listen({ host: config.host, port: config.port, backlog: waitingConnections }),
    close: () => (closed ??= closeAll(app, composition)),
  };
}

/** Turns end while their readers are still connected; what is left of other requests then is cut off. */
async function closeAll(app: FastifyInstance, composition: Composition): Promise<void> {
  // A kept-alive connection whose last answer ends after the closing began is closed by nobody else.
  const idle = setInterval(() => app.server.closeIdleConnections(), idleCheckMs);
  const closing = app.close().finally(() => clearInterval(idle));
  await composition.endStreams();
  // A connection that never sent a request does not count as idle.
  const overtime = setTimeout(() => app.server.closeAllConnections(), lastWordsMs);
  await closing.finally(() => clearTimeout(overtime));
  await composition.close();
}

/** Many clients that come at once wait to be taken instead of being reset; the system may hold it lower. */
const waitingConnections = 8_192;
const idleCheckMs = 50;
/** For what interrupted turns still have to say to their readers. */
const lastWordsMs = 2_000;

/** Makes every configured model, without calling any. */
export function modelsCheck(config: Config): DoctorCheck {
  return { name: "Models", run: async () => ({ ok: true, detail: await modelsSentence(config) }) };
}

/** Opens every store as a start would, and closes it again. */
export function storesCheck(config: Config): DoctorCheck {
  return {
    name: "Stores",
    async run() {
      const owner = ownerOf(config.dataFolder);
      if (owner !== null) return { ok: true, detail: `in use by the server at ${owner}` };
      const composition = await compose({ ...config, logLevel: "silent" });
      try {
        const { status, dependencies } = await composition.http.readiness();
        const parts = Object.entries(dependencies).map(([name, { status: state }]) => `${name} ${state}`);
        return {
          ok: status === "ready",
          detail: parts.join(", "),
          remedy: "Restore the data folder from a backup.",
        };
      } finally {
        await composition.close();
      }
    },
  };
}
