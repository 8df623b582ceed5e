import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import { createClient } from "../../src/client/client.ts";
import { queryResponseSchema } from "../../src/contract/query.ts";
import { eventually } from "./queryHouse.ts";
import type { Policy, ThingName, Things } from "./routePolicies.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

/** Words that nothing else says: what anybody in the workspace may read, and what only its maker may. */
export interface Words {
  readonly shared: string;
  readonly own: string;
}

/** Nothing has this id. */
export const nowhere = "01890000-0000-7000-8000-000000000000";

/** A server that takes any number of requests, wrong keys among them; its one model says the same to everything. */
export async function startPatientServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-policy-"));
  const path = join(folder, "batuta.yaml");
  const rates = ["chat_process", "uploads", "failed_auth"].map((name) => `${name}: off`);
  await writeFile(path, `limits: { rate: { ${rates.join(", ")} } }\n`);
  return startTestServer({
    folder,
    settings: { BATUTA_CONFIG: path },
    override: () => ({ models: [createScriptedModel({ pieces: ["trino"] })] }),
  });
}

/** Everything that an actor can keep in a workspace, all of it saved, the document ready to be found. */
export async function plantThings(
  server: TestServer,
  key: string,
  workspace: string,
  words: Words,
): Promise<Things> {
  const conversation = await planters.conversation(server, key, workspace, words);
  const client = createClient({ baseUrl: server.url, key });
  const { turn_id } = await startOf(client.turns.ask(conversation, { message: `¿canta ${words.own}?` }));
  const [document, interaction, { items }] = await Promise.all([
    planters.document(server, key, workspace, words),
    planters.interaction(server, key, workspace, words),
    client.conversations.messages(conversation),
  ]);
  const message = items.find(({ role }) => role === "assistant")?.id ?? "";
  const vote = `/api/v1/conversations/${conversation}/messages/${message}/vote`;
  await send({ server, key }, "PUT", vote, { value: "down", comment: `dice ${words.own}` });
  await send({ server, key }, "POST", "/chat/process", {
    mensaje: `¿canta ${words.own}?`,
    telefono: "+59899123456",
  });
  const throwaway = await server.client.keys.create({ name: "throwaway" });
  return {
    workspace,
    document,
    conversation,
    message,
    turn: turn_id,
    interaction,
    key: throwaway.id,
    actor: "caro",
  };
}

type Planter = (server: TestServer, key: string, workspace: string, words: Words) => Promise<string>;

/** Those that a route can take away. */
export const planters = {
  async workspace(server, key, _workspace, words) {
    const client = createClient({ baseUrl: server.url, key });
    return (await client.workspaces.create({ name: words.shared, visibility: "shared" })).id;
  },
  async document(server, key, workspace, words) {
    const { documents } = createClient({ baseUrl: server.url, key });
    const text = `El canario ${words.shared} canta, dice ${crypto.randomUUID()}.`;
    const file = { name: `${words.shared}.txt`, body: new Blob([text]) };
    const [document] = (await documents.upload(workspace, [file])).items;
    const id = document?.id ?? "";
    return eventually(async () => {
      const path = `/api/v1/workspaces/${workspace}/documents/${id}/text`;
      return (await send({ server, key }, "GET", path)).status === 200 ? id : null;
    });
  },
  async conversation(server, key, workspace, words) {
    const client = createClient({ baseUrl: server.url, key });
    return (await client.conversations.create({ workspace_id: workspace, title: words.own })).id;
  },
  async interaction(server, key, workspace, words) {
    const asked = await send({ server, key }, "POST", `/api/v1/projects/${workspace}/query`, {
      user_prompt_text: `¿canta ${words.own}?`,
    });
    const { interaction_event_id: id } = queryResponseSchema.parse(await asked.json());
    const path = `/api/v1/projects/${workspace}/interactions/${id}`;
    return eventually(async () => ((await send({ server, key }, "GET", path)).status === 200 ? id : null));
  },
  async actor(server, _key, workspace) {
    await addMember(server, workspace, "caro");
    return "caro";
  },
} as const satisfies Partial<Record<ThingName, Planter>>;

export async function addMember(server: TestServer, workspace: string, actor: string): Promise<void> {
  await send({ server, key: server.key }, "PUT", `/api/v1/workspaces/${workspace}/members/${actor}`);
}

/** Null is no key at all. */
export interface Asker {
  readonly server: TestServer;
  readonly key: string | null;
}

/** The route with these things in its path, query and body. */
export function request(
  asker: Asker,
  route: string,
  policy: Policy,
  things: Things,
  accept = "application/json",
): Promise<Response> {
  const [method = "", path = ""] = route.split(" ");
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const thing = Object.entries(things).find(([each]) => each === name.replace(/_id$/, ""))?.[1];
    const id = name === "id" && policy.of ? things[policy.of] : thing;
    if (id === undefined) throw new Error(`${route}: say in its policy what {${name}} is an id of`);
    return id;
  });
  const query = policy.query ? `?${policy.query(things)}` : "";
  return send(asker, method, `${filled}${query}`, policy.body?.(things), accept);
}

export function send(
  { server, key }: Asker,
  method: string,
  path: string,
  body?: object,
  accept = "application/json",
): Promise<Response> {
  const isForm = body instanceof FormData;
  return fetch(`${server.url}${path}`, {
    method,
    headers: {
      accept,
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body && !isForm && { "content-type": "application/json" }),
    },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  });
}

async function startOf(events: ReturnType<ReturnType<typeof createClient>["turns"]["ask"]>) {
  let start: { readonly turn_id: string } | null = null;
  for await (const event of events) if (event.event === "start") start = event.data;
  if (!start) throw new Error("the turn did not start");
  return start;
}
