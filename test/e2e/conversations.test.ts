import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { createScriptedModel, type Script } from "../../src/adapters/models/scriptedModel.ts";
import { branchSchema, conversationSchema, messageSchema } from "../../src/contract/conversations.ts";
import type { AskTurn } from "../../src/contract/conversations.ts";
import { problemSchema } from "../../src/contract/errors.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const exportedSchema = z.strictObject({
  conversation: conversationSchema,
  branches: z.array(branchSchema),
  messages: z.array(messageSchema),
});

describe("conversations over HTTP", () => {
  let house: TestServer;
  let script: Script = { pieces: ["sí"] };
  beforeAll(async () => {
    house = await startTestServer({ override: () => ({ models: [createScriptedModel(() => script)] }) });
  });
  afterAll(() => house.stop());

  const ask = async (conversation: string, body: AskTurn, answer = "sí") => {
    script = { pieces: [answer] };
    for await (const _ of house.client.turns.ask(conversation, body));
  };
  const begun = async (question: string, answer?: string) => {
    const { id } = await house.client.conversations.create({ workspace_id: await workspace });
    await ask(id, { message: question }, answer);
    return id;
  };
  /** One of its own for each test that lists. */
  let workspace: Promise<string>;
  const freshWorkspace = () => {
    workspace = house.client.workspaces.create({ name: "w" }).then(({ id }) => id);
    return workspace;
  };

  test("the first question gives the title, which can be changed; a pin brings it to the front", async () => {
    const workspace_id = await freshWorkspace();
    const [one, two] = [await begun("¿Cuánto pesa?"), await begun("¿Quién firma?")];
    const list = async () =>
      (await house.client.conversations.list({ workspace_id })).items.map(({ title }) => title);
    expect(await list()).toEqual(["¿Quién firma?", "¿Cuánto pesa?"]);
    expect(await house.client.conversations.update(one, { title: "Peso" })).toMatchObject({ title: "Peso" });
    await ask(one, { message: "¿Y la puerta?" });
    expect(await list()).toEqual(["Peso", "¿Quién firma?"]);
    await house.client.conversations.update(two, { pinned: true });
    expect(await list()).toEqual(["¿Quién firma?", "Peso"]);
    const { items } = await house.client.conversations.list({ workspace_id, pinned: true });
    expect(items.map(({ id, pinned }) => [id, pinned])).toEqual([[two, true]]);
  });

  test("is found by what was said in it", async () => {
    const workspace_id = await freshWorkspace();
    const id = await begun("¿Qué rige?", "La cláusula décima.");
    await begun("otra cosa");
    for (const q of ["CLAUSULA DECIMA", "qué rige", "cláusula"])
      expect(
        (await house.client.conversations.list({ workspace_id, q })).items.map((found) => found.id),
      ).toEqual([id]);
    expect((await house.client.conversations.list({ workspace_id, q: "%" })).items).toEqual([]);
  });

  test("pages hold their order while questions are asked", async () => {
    const workspace_id = await freshWorkspace();
    const ids: string[] = [];
    for (const n of [1, 2, 3, 4]) ids.unshift(await begun(`pregunta ${n}`));
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await house.client.conversations.list({
        workspace_id,
        limit: 1,
        ...(cursor && { cursor }),
      });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === undefined) break;
      cursor = page.next;
      await ask(ids[3] ?? "", { message: "otra vez" });
    }
    expect(seen).toEqual(ids);
  });

  test("a cursor that is none, and a search for nothing, name their field", async () => {
    for (const [query, path] of [
      ["cursor=01890000-0000-7000-8000-000000000000", "cursor"],
      ["cursor=1_2_3_4", "cursor"],
      ["q=%20", "q"],
      ["pinned=yes", "pinned"],
    ] as const) {
      const response = await house.fetch(`/api/v1/conversations?${query}`);
      const problem = problemSchema.parse(await response.json());
      expect([response.status, problem.errors?.map((error) => error.path)]).toEqual([422, [path]]);
    }
  });

  test("clearing leaves it empty, deleting leaves nothing", async () => {
    await freshWorkspace();
    const id = await begun("hola");
    await house.client.conversations.clear(id);
    expect((await house.client.conversations.messages(id)).items).toEqual([]);
    expect((await house.client.conversations.get(id)).title).toBe("hola");
    await house.client.conversations.remove(id);
    await expect(house.client.conversations.get(id)).rejects.toMatchObject({
      problem: { status: 404 },
    });
  });

  test("as JSON it goes out with all branches, more than a page of it", async () => {
    await freshWorkspace();
    const id = await begun("¿Qué/../es «esto»?", "a1");
    const [, answer] = (await house.client.conversations.messages(id)).items;
    for (let n = 0; n < 60; n += 1) await ask(id, { message: `q${n}` });
    await ask(id, { regenerate_of: answer?.id ?? "" }, "b1");
    const response = await house.client.conversations.download(id, "json");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="que-es-esto-${id}.json"`);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    const exported = exportedSchema.parse(await response.json());
    expect(exported.conversation).toEqual(await house.client.conversations.get(id));
    const fork = exported.conversation.branch_id;
    expect(exported.branches.map((branch) => branch.id)).toEqual(["", fork]);
    expect(exported.messages).toHaveLength(123);
    expect(new Set(exported.messages.map((message) => message.id)).size).toBe(123);
    expect(
      exported.messages.filter(({ branch_id }) => branch_id === fork).map(({ content }) => content),
    ).toEqual(["b1"]);
  });

  test("as Markdown it is what is read now, in the language that is asked for", async () => {
    await freshWorkspace();
    const id = await begun("# no soy un título", "```\nsin fin");
    const response = await house.fetch(`/api/v1/conversations/${id}/export?format=markdown&locale=en`);
    expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    const text = (await response.text()).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
    expect(text).toBe(
      "# \\# no soy un título\n\nTIME\n\n## User · TIME\n\n> # no soy un título\n\n## Assistant · TIME\n\n> ```\n> sin fin\n",
    );
    const wrong = await house.fetch(`/api/v1/conversations/${id}/export?format=pdf`);
    expect([wrong.status, problemSchema.parse(await wrong.json()).errors?.[0]?.path]).toEqual([
      422,
      "format",
    ]);
  });
});
