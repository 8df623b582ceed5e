import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type Client } from "../../src/client/client.ts";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import { problemSchema } from "../../src/contract/errors.ts";
import type { CreateKey, CreatedKey } from "../../src/contract/keys.ts";
import { workspaceSchema } from "../../src/contract/workspaces.ts";
import { queryResponseSchema } from "../../src/contract/query.ts";
import { eventually } from "./queryHouse.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const nowhere = "01890000-0000-7000-8000-000000000000";

describe("who may see and do what, over HTTP", () => {
  let house: TestServer;
  beforeAll(async () => {
    house = await startTestServer({
      override: () => ({ models: [createScriptedModel(() => ({ pieces: ["canario"] }))] }),
    });
  });
  afterAll(() => house.stop());

  const clientOf = ({ key }: CreatedKey): Client => createClient({ baseUrl: house.url, key });
  const keyFor = (key: Partial<CreateKey>) => house.client.keys.create({ name: "somebody", ...key });
  const call = ({ key }: CreatedKey, method: string, path: string, body?: unknown) =>
    house.fetch(`/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  /** One private workspace with a document, a conversation and a turn. */
  async function plant(key: CreatedKey) {
    const client = clientOf(key);
    const workspace = await client.workspaces.create({ name: "secreto" });
    const file = { name: "canario.txt", body: new Blob([`el canario de ${key.id}`]) };
    const [document] = (await client.documents.upload(workspace.id, [file])).items;
    const conversation = await client.conversations.create({ workspace_id: workspace.id });
    let turn = "";
    for await (const event of client.turns.ask(conversation.id, { message: "¿canta?" }))
      if (event.event === "start") turn = event.data.turn_id;
    const asked = await call(key, "POST", `/projects/${workspace.id}/query`, { user_prompt_text: "¿canta?" });
    const { interaction_event_id: interaction } = queryResponseSchema.parse(await asked.json());
    const saved = `/projects/${workspace.id}/interactions/${interaction}`;
    await eventually(async () => ((await call(key, "GET", saved)).status === 200 ? true : null));
    return {
      workspace: workspace.id,
      document: document?.id ?? "",
      conversation: conversation.id,
      turn,
      interaction,
    };
  }

  test("a listing shows another's private workspace neither as an item nor as a cursor", async () => {
    const [ana, bea] = [await keyFor({}), await keyFor({})];
    const foreign: string[] = [];
    const own: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      foreign.push((await clientOf(ana).workspaces.create({ name: "de ana" })).id);
      own.push((await clientOf(bea).workspaces.create({ name: "de bea" })).id);
      foreign.push((await house.client.workspaces.create({ name: "del admin" })).id);
    }
    for (const limit of [1, 2, 3]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await clientOf(bea).workspaces.list({ limit, ...(cursor !== undefined && { cursor }) });
        seen.push(...page.items.map(({ id }) => id));
        expect([undefined, page.items.at(-1)?.id]).toContain(page.next);
        for (const id of foreign) expect(JSON.stringify(page)).not.toContain(id);
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen.filter((id) => own.includes(id))).toEqual(own);
    }
  });

  test("what is another's answers as what does not exist", async () => {
    const [ana, bea] = [await keyFor({}), await keyFor({})];
    const [secret, mine] = [await plant(ana), await plant(bea)];
    const answer = async (method: string, path: string, body?: unknown) => {
      const response = await call(bea, method, path, body);
      const { instance: _, request_id: __, ...problem } = problemSchema.parse(await response.json());
      return [response.status, problem];
    };
    type Ids = typeof secret;
    const routes: (readonly [string, (ids: Ids) => string, (object | ((ids: Ids) => object))?])[] = [
      ["GET", ({ workspace }) => `/workspaces/${workspace}`],
      ["PATCH", ({ workspace }) => `/workspaces/${workspace}`, { name: "mía" }],
      ["DELETE", ({ workspace }) => `/workspaces/${workspace}`],
      ["GET", ({ workspace }) => `/workspaces/${workspace}/documents`],
      ["GET", ({ workspace, document }) => `/workspaces/${workspace}/documents/${document}`],
      ["GET", ({ workspace }) => `/workspaces/${workspace}/events`],
      ["POST", ({ workspace }) => `/workspaces/${workspace}/search`, { query: "canario" }],
      ["POST", ({ workspace }) => `/workspaces/${workspace}/ask`, { query: "canario" }],
      ["POST", ({ workspace }) => `/projects/${workspace}/query`, { user_prompt_text: "canario" }],
      ["GET", ({ workspace }) => `/projects/${workspace}/interactions`],
      ["GET", ({ workspace, interaction }) => `/projects/${workspace}/interactions/${interaction}`],
      ["GET", ({ interaction }) => `/projects/${mine.workspace}/interactions/${interaction}`],
      ["DELETE", ({ interaction }) => `/projects/${mine.workspace}/interactions/${interaction}`],
      ["GET", ({ interaction }) => `/turns/${interaction}`],
      ["POST", () => "/conversations", ({ workspace }) => ({ workspace_id: workspace })],
      ["GET", ({ workspace }) => `/conversations?workspace_id=${workspace}`],
      ["GET", ({ document }) => `/workspaces/${mine.workspace}/documents/${document}`],
      ["DELETE", ({ document }) => `/workspaces/${mine.workspace}/documents/${document}`],
      ["GET", ({ document }) => `/workspaces/${mine.workspace}/documents/${document}/content`],
      ["GET", ({ conversation }) => `/conversations/${conversation}`],
      ["GET", ({ conversation }) => `/conversations/${conversation}/messages`],
      ["POST", ({ conversation }) => `/conversations/${conversation}/messages`, { message: "hola" }],
      ["DELETE", ({ conversation }) => `/conversations/${conversation}`],
      ["GET", ({ turn }) => `/turns/${turn}`],
      ["GET", ({ turn }) => `/turns/${turn}/events`],
      ["POST", ({ turn }) => `/turns/${turn}/cancel`],
    ];
    const none = {
      workspace: nowhere,
      document: nowhere,
      conversation: nowhere,
      turn: nowhere,
      interaction: nowhere,
    };
    for (const [method, path, body] of routes) {
      const of = (ids: Ids) => answer(method, path(ids), typeof body === "function" ? body(ids) : body);
      const foreign = await of(secret);
      expect(foreign[0], `${method} ${path(secret)}`).toBe(404);
      expect(foreign, `${method} ${path(secret)}`).toEqual(await of(none));
    }
    expect((await clientOf(ana).conversations.messages(secret.conversation)).items).toHaveLength(2);
  });

  test("a service stays inside the workspaces it is bound to, and does not change them", async () => {
    const ana = await keyFor({});
    const { id } = await clientOf(ana).workspaces.create({ name: "de ana" });
    const bot = await keyFor({
      role: "service",
      scopes: ["documents:create", "documents:read", "documents:delete", "admin:config", "admin:metrics"],
      workspaces: [id],
    });
    const status = async (method: string, path: string, body?: unknown) =>
      (await call(bot, method, path, body)).status;
    expect((await clientOf(bot).workspaces.list()).items.map((workspace) => workspace.id)).toEqual([id]);
    expect(await status("GET", `/workspaces/${id}`)).toBe(200);
    expect(await status("POST", "/workspaces", { name: "otra" })).toBe(403);
    expect(await status("PATCH", `/workspaces/${id}`, { visibility: "org_read" })).toBe(403);
    expect(await status("DELETE", `/workspaces/${id}`)).toBe(403);
    expect(await status("POST", "/keys", { name: "otra", role: "admin" })).toBe(403);
    expect(await status("GET", "/keys")).toBe(403);
    expect(await status("GET", "/workspaces/default")).toBe(404);
    const metrics = await house.fetch("/metrics", { headers: { authorization: `Bearer ${bot.key}` } });
    expect(metrics.status).toBe(200);
    expect((await call(ana, "DELETE", `/workspaces/${id}`)).status).toBe(204);
  });

  test("a key named like somebody is not that somebody", async () => {
    const { id } = await house.client.conversations.create();
    const namesake = await keyFor({ name: "admin" });
    expect(namesake.actor).toBe(namesake.id);
    expect((await call(namesake, "GET", `/conversations/${id}`)).status).toBe(404);
    expect((await clientOf(namesake).conversations.list()).items).toEqual([]);
  });

  test("a change of the language leaves the grounding", async () => {
    const settings = { grounding: "strict" } as const;
    const { id } = await house.client.workspaces.create({ name: "estricta", settings });
    const patch = (body: unknown) =>
      house.fetch(`/api/v1/workspaces/${id}`, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const changed = workspaceSchema.parse(await (await patch({ settings: { locale: "es" } })).json());
    expect(changed.settings).toEqual({ grounding: "strict", locale: "es" });
    const frugal = workspaceSchema.parse(
      await (await patch({ settings: { budget: { daily_usd: 1.5 } } })).json(),
    );
    expect(frugal.settings).toEqual({ grounding: "strict", locale: "es", budget: { daily_usd: 1.5 } });
    for (const daily_usd of [0, -1, "2"])
      expect((await patch({ settings: { budget: { daily_usd } } })).status).toBe(422);
  });
});
