import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptedModel, type Script } from "../../src/adapters/models/scriptedModel.ts";
import { conversationSchema } from "../../src/contract/conversations.ts";
import { queryResponseSchema } from "../../src/contract/query.ts";
import { acceptedDocumentsSchema } from "../../src/contract/documents.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

describe("Idempotency-Key", () => {
  let house: TestServer;
  let asked = 0;
  let script: Script = { pieces: ["Hola"] };
  beforeAll(async () => {
    house = await startTestServer({
      override: () => ({
        models: [
          createScriptedModel(() => {
            asked += 1;
            return script;
          }),
        ],
      }),
    });
  });
  afterAll(() => house.stop());

  const post = (path: string, key: string, body: unknown, accept = "application/json") =>
    house.fetch(`/api/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key, accept },
      body: JSON.stringify(body),
    });
  const upload = (key: string, ...files: readonly (readonly [name: string, text: string])[]) => {
    const form = new FormData();
    for (const [name, text] of files) form.append("files", new Blob([text]), name);
    const headers = { "idempotency-key": key };
    return house.fetch("/api/v1/workspaces/default/documents", { method: "POST", headers, body: form });
  };

  test("an upload sent again gives the first answer, not one of duplicates", async () => {
    const files = [
      ["a.txt", "uno"],
      ["b.txt", "dos"],
    ] as const;
    const first = await (await upload("subida", ...files)).text();
    const again = await upload("subida", ...files);
    expect([again.status, await again.text()]).toEqual([202, first]);
    expect(acceptedDocumentsSchema.parse(JSON.parse(first)).items.map(({ duplicate }) => duplicate)).toEqual([
      false,
      false,
    ]);
  });

  test("other bytes, another name or another order under the same key is a conflict, and nothing is taken", async () => {
    await upload("subida 2", ["c.txt", "tres"], ["d.txt", "cuatro"]);
    const before = (await house.client.documents.list("default")).items.length;
    for (const files of [
      [
        ["c.txt", "TRES"],
        ["d.txt", "cuatro"],
      ],
      [
        ["e.txt", "tres"],
        ["d.txt", "cuatro"],
      ],
      [
        ["d.txt", "cuatro"],
        ["c.txt", "tres"],
      ],
      [["c.txt", "tres"]],
    ] as const) {
      const response = await upload("subida 2", ...files);
      expect([response.status, await response.json()]).toMatchObject([409, { code: "conflict" }]);
    }
    expect((await house.client.documents.list("default")).items).toHaveLength(before);
  });

  test("a refused upload leaves its key free", async () => {
    expect((await upload("subida 3", ["vacío.txt", ""])).status).toBe(422);
    expect((await upload("subida 3", ["lleno.txt", "algo"])).status).toBe(202);
  });

  test("a conversation is made once", async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, () => post("/conversations", "charla", { title: "uno" })),
    );
    const ids = await Promise.all(
      made.map(async (response) => conversationSchema.parse(await response.json()).id),
    );
    expect([made.map(({ status }) => status), new Set(ids).size]).toEqual([
      Array.from({ length: 10 }, () => 201),
      1,
    ]);
    expect((await post("/conversations", "charla", { title: "dos" })).status).toBe(409);
  });

  test("a question sent again is the same turn: its stream byte for byte, or its answer", async () => {
    const { id } = await house.client.conversations.create();
    const before = asked;
    const ask = (accept: string) =>
      post(`/conversations/${id}/messages`, "pregunta", { message: "¿Hola?" }, accept);
    const first = await (await ask("text/event-stream")).text();
    expect(first).toMatch(/event: start[\s\S]+"Hola"[\s\S]+event: done/);
    expect(await (await ask("text/event-stream")).text()).toBe(first);
    expect(await (await ask("application/json")).json()).toMatchObject({ content: "Hola" });
    expect((await post(`/conversations/${id}/messages`, "pregunta", { message: "¿Otra?" })).status).toBe(409);
    expect(asked - before).toBe(1);
    expect((await house.client.conversations.messages(id)).items).toHaveLength(2);
  });

  test("a question sent again while it is being answered joins it", async () => {
    script = { pieces: ["uno ", "dos ", "tres"], pieceMs: 30 };
    const before = asked;
    const ask = () => post("/chat", "en curso", { message: "Cuenta" }, "text/event-stream");
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(await one.text()).toBe(await other.text());
    expect(asked - before).toBe(1);
    script = { pieces: ["Hola"] };
  });

  test("a query sent again is the same query, under way and when it is saved", async () => {
    const before = asked;
    const ask = (accept?: string) =>
      post("/projects/default/query", "consulta", { user_prompt_text: "¿Qué?", strategy: "single" }, accept);
    const [one, other] = await Promise.all([ask(), ask()]);
    const answer = await one.text();
    expect([one.status, await other.text()]).toEqual([200, answer]);
    expect(await (await ask()).text()).toBe(answer);
    expect(await (await ask("text/event-stream")).text()).toMatch(/"content":"Hola"[\s\S]+event: done/);
    expect(asked - before).toBe(1);
  });

  test("a query of which nothing was kept is asked again, under its own id", async () => {
    const before = asked;
    const ask = () =>
      post("/projects/default/query", "perdida", { user_prompt_text: "¿Y bien?", strategy: "single" });
    const first = queryResponseSchema.parse(await (await ask()).json());
    const path = `/api/v1/projects/default/interactions/${first.interaction_event_id}`;
    await expect.poll(async () => (await house.fetch(path, { method: "DELETE" })).status).toBe(204);
    const again = await ask();
    expect(again.status).toBe(200);
    const second = queryResponseSchema.parse(await again.json());
    expect([second.interaction_event_id, asked - before]).toEqual([first.interaction_event_id, 2]);
  });

  test("a turn that was deleted is not asked again", async () => {
    const { id } = await house.client.conversations.create();
    const before = asked;
    const ask = () => post(`/conversations/${id}/messages`, "borrada", { message: "hola" });
    expect((await ask()).status).toBe(200);
    await house.fetch(`/api/v1/conversations/${id}/messages`, { method: "DELETE" });
    expect((await ask()).status).toBe(404);
    expect(asked - before).toBe(1);
  });

  test("the same key of another actor is another key", async () => {
    const other = await house.client.keys.create({ name: "otro", role: "admin" });
    await post("/conversations", "compartida", { title: "uno" });
    const response = await house.fetch("/api/v1/conversations", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": "compartida",
        authorization: `Bearer ${other.key}`,
      },
      body: JSON.stringify({ title: "dos" }),
    });
    expect(response.status).toBe(201);
  });

  test("a key that is none is refused by the header's name", async () => {
    for (const key of ["", "x".repeat(256), "ñ"]) {
      const response = await post("/conversations", key, {});
      expect([key, response.status, await response.json()]).toMatchObject([
        key,
        422,
        { errors: [{ path: "headers.idempotency-key" }] },
      ]);
    }
    expect((await post("/conversations", "x".repeat(255), {})).status).toBe(201);
  });
});
