import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import type { ModelRequest } from "../../src/core/answering/model.ts";
import { eventually, openQueryHouse } from "./queryHouse.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

let house: TestServer;
/** What the models were asked, in order. */
const requests: ModelRequest[] = [];

beforeAll(async () => {
  const scripted = createScriptedModel({ pieces: ["El flete a Rosario cuesta cien pesos."] });
  house = await startTestServer({
    override: () => ({
      models: [
        {
          ...scripted,
          stream(request, signal) {
            requests.push(request);
            return scripted.stream(request, signal);
          },
        },
      ],
    }),
  });
  const workspace = await workspaceId();
  const files = texts.map(([name, text]) => ({ name, body: new Blob([text]) }));
  await house.client.documents.upload(workspace, files);
  await eventually(async () => {
    const { items } = await house.client.documents.list(workspace);
    return items.length === texts.length && items.every(({ status }) => status === "ready") ? items : null;
  });
});
afterAll(() => house.stop());

const texts = [
  ["rosario.md", "El flete a Rosario cuesta cien pesos.\n"],
  ["cordoba.md", "El flete a Córdoba cuesta doscientos pesos.\n"],
  ["horario.md", "Las oficinas de Córdoba abren de lunes a viernes.\n"],
  ["garantia.md", "Los paneles tienen diez años de garantía.\n"],
] as const;

const readMetadata = z.looseObject({
  _META_query_original: z.string().optional(),
  _META_query_rewritten: z.string().optional(),
  _META_rewrite_applied: z.boolean().optional(),
  _META_rewrite_reason: z.string().optional(),
});
const readWorkspaces = z.object({ items: z.array(z.object({ id: z.string() })) });
const readAnswer = z.object({
  answer: z.string().optional(),
  items: z.array(z.looseObject({ doc_name: z.string() })).optional(),
  sources: z.array(z.looseObject({ doc_name: z.string() })).optional(),
  metadata: readMetadata,
});

async function workspaceId(): Promise<string> {
  const response = await house.fetch("/api/v1/workspaces");
  const [first] = readWorkspaces.parse(await response.json()).items;
  if (!first) throw new Error("a server has a default workspace");
  return first.id;
}

function send(path: string, body: object, key = house.key): Promise<Response> {
  return house.fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
}

async function post(path: string, body: object) {
  const response = await send(`/api/v1/workspaces/default${path}`, body);
  expect(response.status).toBe(200);
  return readAnswer.parse(await response.json());
}

async function conversationAbout(question: string): Promise<string> {
  const { id } = await house.client.conversations.create({});
  const response = await send(`/api/v1/conversations/${id}/messages`, { message: question });
  expect(response.status).toBe(200);
  return id;
}

const freight = "¿Cuánto cuesta el flete a Rosario?";
const understood = {
  _META_query_original: "¿Y a Córdoba?",
  _META_query_rewritten: "¿Cuánto cuesta el flete a Córdoba?",
  _META_rewrite_applied: true,
  _META_rewrite_reason: "short",
};

test("a follow-up is searched for as it is meant, while the model reads the user's own words behind the history", async () => {
  const id = await conversationAbout(freight);
  const response = await send(`/api/v1/conversations/${id}/messages`, { message: "¿Y a Córdoba?" });
  const answer = readAnswer.parse(await response.json());
  expect(answer.metadata).toMatchObject(understood);
  expect(answer.sources?.[0]?.doc_name).toBe("cordoba.md");
  const said = requests.at(-1)?.messages.filter(({ role }) => role !== "system");
  expect(said?.map(({ content }) => content)).toEqual([
    freight,
    "El flete a Rosario cuesta cien pesos.",
    "¿Y a Córdoba?",
  ]);
});

test("the stored answer keeps how its question was understood", async () => {
  const id = await conversationAbout(freight);
  await send(`/api/v1/conversations/${id}/messages`, { message: "¿Y a Córdoba?" });
  const { items } = await house.client.conversations.messages(id);
  expect(items[1]?.metadata.retrieval).toMatchObject({
    _META_query_rewritten: freight,
    _META_rewrite_applied: false,
    _META_rewrite_reason: "first_question",
  });
  expect(items[3]?.metadata.retrieval).toMatchObject(understood);
});

test("asked in a conversation, a question is kept there and answered in the shape of any other", async () => {
  const id = await conversationAbout(freight);
  const answer = await post("/ask", { query: "¿Y a Córdoba?", conversation_id: id, top_k: 2 });
  expect(answer.answer).toBe("El flete a Rosario cuesta cien pesos.");
  expect(answer.metadata).toMatchObject(understood);
  expect(answer.sources?.length).toBeLessThanOrEqual(2);
  const { items } = await house.client.conversations.messages(id);
  expect(items.map(({ content }) => content)).toEqual([
    freight,
    items[1]?.content,
    "¿Y a Córdoba?",
    answer.answer,
  ]);
});

test("in the mode new nothing that was said before counts, neither for the search nor for the model", async () => {
  const id = await conversationAbout(freight);
  const question = { query: "¿Y a Córdoba?", conversation_id: id, conversation_mode: "new" };
  const { metadata } = await post("/ask", question);
  expect(metadata).toMatchObject({ _META_rewrite_applied: false, _META_rewrite_reason: "mode_new" });
  expect(requests.at(-1)?.messages.filter(({ role }) => role !== "system")).toEqual([
    { role: "user", content: "¿Y a Córdoba?" },
  ]);
});

test("streamed, a question in a conversation ends with how it was understood", async () => {
  const id = await conversationAbout(freight);
  const path = "/api/v1/workspaces/default/ask/stream";
  const text = await (await send(path, { query: "¿Y a Córdoba?", conversation_id: id })).text();
  const end = /event: END\ndata: (.+)/.exec(text)?.[1] ?? "{}";
  expect(z.object({ metadata: readMetadata }).parse(JSON.parse(end)).metadata).toMatchObject(understood);
});

test("a search in a conversation understands its question and leaves nothing in it", async () => {
  const id = await conversationAbout(freight);
  const { items, metadata } = await post("/search", { query: "¿Y a Córdoba?", conversation_id: id });
  expect(metadata).toMatchObject(understood);
  expect(items?.[0]?.doc_name).toBe("cordoba.md");
  expect((await house.client.conversations.messages(id)).items).toHaveLength(2);
});

test("a search outside any conversation tells nothing of follow-ups", async () => {
  const { metadata } = await post("/search", { query: "¿Y a Córdoba?" });
  expect(Object.keys(metadata).filter((key) => key.startsWith("_META"))).toEqual([]);
});

test.each(["/ask", "/ask/stream", "/search"])(
  "%s knows neither another's conversation nor one of another workspace",
  async (path) => {
    const id = await conversationAbout(freight);
    const body = { query: "¿Y a Córdoba?", conversation_id: id };
    const { key } = await house.client.keys.create({ name: "another", role: "admin" });
    expect((await send(`/api/v1/workspaces/default${path}`, body, key)).status).toBe(404);
    const other = z
      .object({ id: z.string() })
      .parse(await (await send("/api/v1/workspaces", { name: "another" })).json());
    expect((await send(`/api/v1/workspaces/${other.id}${path}`, body)).status).toBe(404);
  },
);

test("a query of a project is searched for as its earlier queries mean it", async () => {
  const ask = async (body: object) => {
    const response = await send("/api/v1/projects/default/query", { ...body, locale: "es" });
    expect(response.status).toBe(200);
    return z.looseObject({ interaction_event_id: z.string() }).parse(await response.json());
  };
  const { interaction_event_id } = await ask({ user_prompt_text: freight });
  await eventually(async () => {
    const kept = await house.fetch(`/api/v1/projects/default/interactions/${interaction_event_id}`);
    return kept.ok ? kept : null;
  });
  const answer = await ask({ user_prompt_text: "¿Y a Córdoba?" });
  const sources = z
    .object({ context_info: z.looseObject({ sources: z.array(z.looseObject({ doc_name: z.string() })) }) })
    .parse(answer).context_info.sources;
  expect(sources[0]?.doc_name).toBe("cordoba.md");
});

test("a rewriter model that fails costs nothing: rules rewrite, and the answer comes", async () => {
  const simulated = await openQueryHouse();
  try {
    const server = await simulated.serve(
      { fast: "sim;say=warranty-1", broken: "sim;status=500" },
      "strategy: { order: [fast] }\nunderstanding: { rewriter: { model: broken } }\n",
    );
    const upload = { name: "cordoba.md", body: new Blob([texts[1][1]]) };
    const { items } = readWorkspaces.parse(await (await server.fetch("/api/v1/workspaces")).json());
    await server.client.documents.upload(items[0]?.id ?? "", [upload]);
    await eventually(async () => {
      const found = await server.client.documents.list(items[0]?.id ?? "");
      return found.items.some(({ status }) => status === "ready") ? found : null;
    });
    const { id } = await server.client.conversations.create({});
    const ask = async (message: string) => {
      const response = await server.fetch(`/api/v1/conversations/${id}/messages`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ message }),
      });
      return readAnswer.parse(await response.json());
    };
    await ask(freight);
    const answer = await ask("¿Y a Córdoba?");
    expect(answer.metadata).toMatchObject({ ...understood, outcome: "completed" });
    expect(answer.sources?.[0]?.doc_name).toBe("cordoba.md");
    expect(simulated.simulator.calls().map(({ model }) => model)).toEqual([
      "sim;say=warranty-1",
      "sim;status=500",
      "sim;say=warranty-1",
    ]);
  } finally {
    await simulated.close();
  }
});
