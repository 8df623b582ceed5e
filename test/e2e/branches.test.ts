import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptedModel, type Script } from "../../src/adapters/models/scriptedModel.ts";
import type { AskTurn } from "../../src/contract/conversations.ts";
import { problemSchema } from "../../src/contract/errors.ts";
import type { TurnEvent } from "../../src/contract/events.ts";
import type { Model, ModelRequest } from "../../src/core/answering/model.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const nowhere = "01890000-0000-7000-8000-000000000000";

describe("branches of a conversation over HTTP", () => {
  let house: TestServer;
  let script: Script = { pieces: ["sí"] };
  const requests: ModelRequest[] = [];
  beforeAll(async () => {
    const scripted = createScriptedModel(() => script);
    const model: Model = {
      ...scripted,
      window: 4_000,
      stream(request, signal) {
        requests.push(request);
        return scripted.stream(request, signal);
      },
    };
    house = await startTestServer({ override: () => ({ models: [model] }) });
  });
  afterAll(() => house.stop());

  const ask = async (conversation: string, body: AskTurn, answer: string): Promise<TurnEvent[]> => {
    script = { pieces: [answer] };
    const events: TurnEvent[] = [];
    for await (const event of house.client.turns.ask(conversation, body)) events.push(event);
    return events;
  };
  const messages = async (conversation: string, branch_id?: string) =>
    (await house.client.conversations.messages(conversation, branch_id === undefined ? {} : { branch_id }))
      .items;
  const texts = async (conversation: string, branch_id?: string) =>
    (await messages(conversation, branch_id)).map(({ content }) => content);
  const idOf = async (conversation: string, content: string) =>
    (await messages(conversation)).find((message) => message.content === content)?.id ?? "";
  const spoken = async () => {
    const { id } = await house.client.conversations.create();
    await ask(id, { message: "q1" }, "a1");
    await ask(id, { message: "q2" }, "a2");
    return id;
  };
  const asked = () =>
    requests
      .at(-1)
      ?.messages.slice(1)
      .map(({ content }) => content);

  test("an answer is given anew: same question, what was said before it, both answers kept", async () => {
    const id = await spoken();
    const answer = await idOf(id, "a2");
    const [start] = await ask(id, { regenerate_of: answer }, "b2");
    expect(asked()).toEqual(["q1", "a1", "q2"]);
    const shown = await messages(id);
    expect(shown.map(({ content }) => content)).toEqual(["q1", "a1", "q2", "b2"]);
    expect(start?.data).toMatchObject({ user_message_id: shown[2]?.id });
    const { branch_id } = await house.client.conversations.get(id);
    expect(shown.map((message) => message.branch_id)).toEqual(["", "", "", branch_id]);
    expect(shown.map(({ versions }) => versions)).toEqual([undefined, undefined, undefined, ["", branch_id]]);
    expect(await texts(id, "")).toEqual(["q1", "a1", "q2", "a2"]);
    expect((await messages(id, "")).at(-1)?.versions).toEqual(["", branch_id]);
    await ask(id, { message: "q3" }, "b3");
    expect(asked()).toEqual(["q1", "a1", "q2", "b2", "q3"]);
  });

  test("a question is asked in another's place, and the conversation goes on from there", async () => {
    const id = await spoken();
    await ask(id, { message: "p1", edit_of: await idOf(id, "q1") }, "c1");
    expect(asked()).toEqual(["p1"]);
    expect(await texts(id)).toEqual(["p1", "c1"]);
    const { branch_id } = await house.client.conversations.get(id);
    expect((await messages(id))[0]?.versions).toEqual(["", branch_id]);
    const { items } = await house.client.conversations.branches(id);
    expect(items.map(({ id: branch, reason, active }) => [branch, reason, active])).toEqual([
      ["", undefined, false],
      [branch_id, "edited", true],
    ]);
    await house.client.conversations.update(id, { branch_id: "" });
    expect(await texts(id)).toEqual(["q1", "a1", "q2", "a2"]);
    await house.client.conversations.clear(id);
    expect((await house.client.conversations.branches(id)).items).toHaveLength(1);
  });

  test("an answer that failed is given anew, with the documents of its question", async () => {
    const { id } = await house.client.conversations.create();
    script = { pieces: [], ending: "failure" };
    for await (const _ of house.client.turns.ask(id, { message: "q", document_ids: [nowhere] }));
    const [question, failed] = await messages(id);
    expect(question?.metadata).toEqual({ document_ids: [nowhere] });
    expect(failed?.metadata.error).toBe(true);
    await ask(id, { regenerate_of: failed?.id ?? "" }, "ya");
    expect(await texts(id)).toEqual(["q", "ya"]);
    expect(asked()).toEqual(["q"]);
  });

  test("a turn that runs while its question is edited is kept in its branch", async () => {
    const id = await spoken();
    script = { pieces: ["empiezo"], ending: "silence" };
    let turn = "";
    for await (const event of house.client.turns.ask(id, { message: "q3" })) {
      if (event.event === "start") turn = event.data.turn_id;
      if (event.event !== "chunk") continue;
      const [question] = (await messages(id)).slice(-1);
      await ask(id, { message: "p3", edit_of: question?.id ?? "" }, "c3");
      await house.client.turns.cancel(turn);
    }
    expect((await texts(id)).slice(4)).toEqual(["p3", "c3"]);
    expect((await texts(id, "")).slice(4)).toEqual(["q3", "empiezo"]);
    expect((await house.client.turns.get(turn)).branch_id).toBe("");
  });

  test("what cannot be forked names its field", async () => {
    const [id, other] = [await spoken(), await spoken()];
    const [question, answer, foreign] = [await idOf(id, "q1"), await idOf(id, "a1"), await idOf(other, "a1")];
    const cases: readonly (readonly [object, string])[] = [
      [{}, "message"],
      [{ message: "x", regenerate_of: answer }, "message"],
      [{ edit_of: question }, "message"],
      [{ message: "x", edit_of: question, regenerate_of: answer }, "edit_of"],
      [{ regenerate_of: question }, "regenerate_of"],
      [{ regenerate_of: nowhere }, "regenerate_of"],
      [{ regenerate_of: foreign }, "regenerate_of"],
      [{ message: "x", edit_of: answer }, "edit_of"],
      [{ message: "x", edit_of: foreign }, "edit_of"],
    ];
    const post = (path: string, body: object) =>
      house.fetch(`/api/v1/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    for (const [body, path] of cases) {
      const response = await post(`conversations/${id}/messages`, body);
      const problem = problemSchema.parse(await response.json());
      expect([response.status, problem.errors?.map((error) => error.path)]).toEqual([422, [path]]);
    }
    const homeless = problemSchema.parse(await (await post("chat", { regenerate_of: answer })).json());
    expect(homeless.errors).toMatchObject([{ path: "regenerate_of" }]);
    const patched = house.client.conversations.update(id, { branch_id: nowhere });
    await expect(patched).rejects.toMatchObject({
      problem: { status: 422, errors: [{ path: "branch_id" }] },
    });
    await expect(messages(id, nowhere)).rejects.toMatchObject({
      problem: { status: 422, errors: [{ path: "branch_id" }] },
    });
    expect(await texts(id)).toEqual(["q1", "a1", "q2", "a2"]);
  });

  test("in a window of 4,000 tokens the newest question stays whole, and the oldest words go", async () => {
    const { id } = await house.client.conversations.create();
    for (const n of [1, 2, 3]) await ask(id, { message: `${n} ${"largo ".repeat(1_000)}` }, `ok ${n}`);
    const last = `al fin ${"pregunta ".repeat(300)}`.trim();
    await ask(id, { message: last }, "bien");
    expect(asked()?.map((content) => content.slice(0, 6))).toEqual(["3 larg", "ok 3", "al fin"]);
    expect(asked()?.at(-1)).toBe(last);
    const beyond = "x".repeat(60_000);
    await ask(id, { message: beyond }, "aun así");
    expect(asked()).toEqual([beyond]);
  });
});
