import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import { problemSchema } from "../../src/contract/errors.ts";
import { voteSchema } from "../../src/contract/feedback.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const nowhere = "01890000-0000-7000-8000-000000000000";

describe("votes over HTTP", () => {
  let house: TestServer;
  let talk: string;
  let question: string;
  let answer: string;
  beforeAll(async () => {
    house = await startTestServer({
      override: () => ({ models: [createScriptedModel({ pieces: ["Treinta días."] })] }),
    });
    ({ talk, question, answer } = await asked());
  });
  afterAll(() => house.stop());

  async function asked() {
    const { id } = await house.client.conversations.create();
    for await (const _ of house.client.turns.ask(id, { message: "¿Cuál es el plazo?" }));
    const { items } = await house.client.conversations.messages(id);
    return { talk: id, question: items[0]?.id ?? "", answer: items[1]?.id ?? "" };
  }
  const call = (
    method: string,
    message: string,
    body?: object,
    { key = house.key, conversation = talk } = {},
  ) =>
    house.fetch(`/api/v1/conversations/${conversation}/messages/${message}/vote`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const put = async (body: object) => {
    const response = await call("PUT", answer, body);
    expect(response.status).toBe(200);
    return voteSchema.parse(await response.json());
  };

  test("a vote is cast, read, repeated without effect, replaced and taken back", async () => {
    const cast = await put({ value: "up", comment: " muy claro ", tags: ["claro", "breve", "claro"] });
    expect(cast).toMatchObject({
      message_id: answer,
      value: "up",
      comment: "muy claro",
      tags: ["claro", "breve"],
    });
    expect(await put({ value: "up", comment: "muy claro", tags: ["claro", "breve"] })).toEqual(cast);
    expect(voteSchema.parse(await (await call("GET", answer)).json())).toEqual(cast);
    const changed = await put({ value: "down" });
    expect(changed).toMatchObject({ value: "down", tags: [], created_at: cast.created_at });
    expect(changed).not.toHaveProperty("comment");
    expect((await call("DELETE", answer)).status).toBe(204);
    expect((await call("DELETE", answer)).status).toBe(204);
    expect((await call("GET", answer)).status).toBe(404);
  });

  test("of two votes cast at once one is left, whole", async () => {
    await Promise.all([put({ value: "up", comment: "uno" }), put({ value: "down", comment: "dos" })]);
    const left = voteSchema.parse(await (await call("GET", answer)).json());
    expect([
      ["up", "uno"],
      ["down", "dos"],
    ]).toContainEqual([left.value, left.comment]);
  });

  test("a question is not voted on", async () => {
    const response = await call("PUT", question, { value: "up" });
    expect(response.status).toBe(422);
    expect(problemSchema.parse(await response.json()).errors).toMatchObject([{ path: "message_id" }]);
  });

  test("what is not a vote is refused with its field", async () => {
    const refused = async (body: object) => {
      const response = await call("PUT", answer, body);
      return [response.status, problemSchema.parse(await response.json()).errors?.[0]?.path];
    };
    expect(await refused({ value: "great" })).toEqual([422, "value"]);
    expect(await refused({ value: "up", comment: "x".repeat(2_001) })).toEqual([422, "comment"]);
    expect(await refused({ value: "up", tags: Array.from({ length: 21 }, String) })).toEqual([422, "tags"]);
    expect(await refused({ value: "up", tags: ["x".repeat(51)] })).toEqual([422, "tags.0"]);
  });

  test("another's answer is as unknown as one that does not exist", async () => {
    const { key } = await house.client.keys.create({ name: "bea" });
    const elsewhere = await asked();
    const bodies = [
      await call("PUT", answer, { value: "up" }, { key }),
      await call("PUT", nowhere, { value: "up" }),
      await call("PUT", answer, { value: "up" }, { conversation: nowhere }),
      await call("PUT", answer, { value: "up" }, { conversation: elsewhere.talk }),
      await call("GET", nowhere),
      await call("DELETE", nowhere),
    ].map(async (response) => {
      const { code, detail } = problemSchema.parse(await response.json());
      return [response.status, code, detail];
    });
    for (const told of await Promise.all(bodies))
      expect(told).toEqual([404, "not_found", "There is no such resource."]);
  });
});
