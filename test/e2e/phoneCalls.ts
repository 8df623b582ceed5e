import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { Overrides } from "../../src/compose.ts";
import { problemSchema } from "../../src/contract/errors.ts";
import { phoneReplySchema, phoneSessionsSchema } from "../../src/contract/phone.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

/** Servers whose phone channel counts no messages. */
export async function openPhoneServers() {
  const folder = await mkdtemp(join(tmpdir(), "batuta-phone-"));
  const servers = new Set<TestServer>();
  return {
    async serve(phone: string, override: Overrides, dataFolder?: string): Promise<TestServer> {
      const path = join(folder, `${crypto.randomUUID()}.yaml`);
      await writeFile(path, `limits: { rate: { chat_process: "off" } }\nphone: ${phone}\n`);
      const settings = { BATUTA_CONFIG: path };
      const server = await startTestServer({
        settings,
        override,
        ...(dataFolder !== undefined && { folder: dataFolder }),
      });
      servers.add(server);
      return server;
    },
    /** Stops one; its folder stays for the next. */
    async pause(server: TestServer): Promise<void> {
      servers.delete(server);
      await server.stop({ keepFolder: true });
    },
    async close(): Promise<void> {
      await Promise.all([...servers].map((server) => server.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type PhoneServers = Awaited<ReturnType<typeof openPhoneServers>>;

/** What a gateway sends; a null key sends none. */
export interface PhoneCall {
  readonly key?: string | null;
  readonly body: object;
}

export function post(house: TestServer, { key = house.key, body }: PhoneCall): Promise<Response> {
  return fetch(`${house.url}/chat/process`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key !== null && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  });
}

/** A message that is replied to. */
export async function say(house: TestServer, body: object, key?: string | null) {
  const response = await post(house, { body, ...(key !== undefined && { key }) });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return z.strictObject(phoneReplySchema.shape).parse(await response.json());
}

/** The status of a refusal, with its code and the fields that it names. */
export async function refusal(response: Response): Promise<readonly unknown[]> {
  const { code, errors } = problemSchema.parse(await response.json());
  return [response.status, code, ...(errors ?? []).map(({ path }) => path)];
}

export function sessionsOf(house: TestServer, query = "", key = house.key): Promise<Response> {
  return house.fetch(`/chat/sessions${query}`, { headers: { authorization: `Bearer ${key}` } });
}

export async function listed(house: TestServer, query = "", key = house.key) {
  return phoneSessionsSchema.parse(await (await sessionsOf(house, query, key)).json()).items;
}
