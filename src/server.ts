import type { FastifyInstance } from "fastify";
import { compose, type Composition, type Overrides } from "./compose.ts";
import type { Config } from "./config.ts";
import { createApp } from "./http/app.ts";

export interface Server {
  readonly app: FastifyInstance;
  readonly composition: Composition;
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
    close: () => (closed ??= app.close().then(() => composition.close())),
  };
}
