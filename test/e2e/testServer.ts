import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Overrides } from "../../src/compose.ts";
import { loadConfig } from "../../src/config.ts";
import { createClient, type Client } from "../../src/client/client.ts";
import { createServer, type Server } from "../../src/server.ts";

/** A real server on a free loopback port with a data folder of its own. */
export interface TestServer {
  readonly url: string;
  readonly key: string;
  readonly client: Client;
  readonly server: Server;
  readonly folder: string;
  /** A request as the admin, unless `authorization` says otherwise. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Stops the server; the folder stays when it is to be used again. */
  stop(options?: { keepFolder?: boolean }): Promise<void>;
}

const adminKey = "bt_admin_key_of_a_test_server";

export async function startTestServer({
  override,
  folder,
  settings = {},
}: {
  override?: Overrides;
  folder?: string;
  settings?: Readonly<Record<string, string>>;
} = {}): Promise<TestServer> {
  const dataFolder = folder ?? (await mkdtemp(join(tmpdir(), "batuta-e2e-")));
  const config = loadConfig({
    BATUTA_DATA: dataFolder,
    BATUTA_PORT: "0",
    BATUTA_ADMIN_KEY: adminKey,
    BATUTA_LOG_LEVEL: "silent",
    ...settings,
  });
  const server = await createServer(config, override);
  const url = await server.listen();
  return {
    url,
    key: adminKey,
    client: createClient({ baseUrl: url, key: adminKey }),
    server,
    folder: dataFolder,
    fetch(path, init) {
      const headers = new Headers(init?.headers);
      if (!headers.has("authorization")) headers.set("authorization", `Bearer ${adminKey}`);
      return fetch(`${url}${path}`, { ...init, headers });
    },
    async stop({ keepFolder = false } = {}) {
      await server.close();
      if (!keepFolder) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
