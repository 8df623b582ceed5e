import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import { turnAnswerSchema } from "../../src/contract/conversations.ts";
import { analyticsSchema } from "../../src/contract/feedback.ts";
import { auditRow } from "../ports/audit.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const phone = "+59899123456";

describe("figures of conversations over HTTP", () => {
  let house: TestServer;
  let other: string;
  let bound: string;
  beforeAll(async () => {
    house = await startTestServer({
      override: () => ({ models: [createScriptedModel({ pieces: ["Treinta días."] })] }),
    });
    other = (await house.client.workspaces.create({ name: "otro" })).id;
    const drafted = {
      name: "panel",
      role: "service",
      scopes: ["admin:metrics"],
      workspaces: [other],
    } as const;
    bound = (await house.client.keys.create({ ...drafted, scopes: [...drafted.scopes], workspaces: [other] }))
      .key;
    const { auditBook, clock } = house.server.composition.http;
    const now = clock.now();
    const row = auditRow({ at: now, workspaceId: other, channel: "phone", phone, intent: "saludo" });
    auditBook.record({ ...row, id: "p1", conversationId: "s1", confidence: 0.9, firstAnswerMs: 10 });
    auditBook.record({ ...row, id: "p2", conversationId: "s1", confidence: 0.35, firstAnswerMs: 20 });
    auditBook.record({ ...row, id: "p3", conversationId: "s2", phone: "+59899000000", intent: "cotizacion" });
    auditBook.record({ ...row, id: "old", at: now - 8 * 86_400_000, intent: "objecion" });
    const asked = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"message":"hola"}',
    };
    const answered = turnAnswerSchema.parse(await (await house.fetch("/api/v1/chat", asked)).json());
    const { conversation_id, message_id } = answered;
    const vote = { ...asked, method: "PUT", body: '{"value":"up"}' };
    await house.fetch(`/api/v1/conversations/${conversation_id}/messages/${message_id}/vote`, vote);
  });
  afterAll(() => house.stop());

  const get = (query: string, { key = house.key, path = "/analytics/conversations", accept = "*/*" } = {}) =>
    house.fetch(`${path}${query}`, { headers: { authorization: `Bearer ${key}`, accept } });
  const read = async (query = "", options = {}) => {
    const response = await get(query, options);
    expect([query, response.status]).toEqual([query, 200]);
    return analyticsSchema.parse(await response.json());
  };

  test("a week's conversations are told by day, channel and intent, under both paths", async () => {
    await expect.poll(async () => (await read()).total_messages).toBe(4);
    const figures = await read();
    expect(figures).toMatchObject({
      period_days: 7,
      total_conversations: 3,
      total_messages: 4,
      intent_distribution: [
        { intent: "saludo", count: 2 },
        { intent: "cotizacion", count: 1 },
      ],
      // .9, .35, .75 and .25, of a chat without documents.
      average_confidence: 0.56,
      votes: { up: 1, down: 0, neutral: 0 },
      unresolved: 2,
      by_day: [{ day: figures.to, conversations: 3, messages: 4, average_confidence: 0.56, unresolved: 2 }],
      by_channel: [
        { channel: "chat", conversations: 1, messages: 1 },
        { channel: "phone", conversations: 2, messages: 3, average_confidence: 0.67, unresolved: 1 },
      ],
    });
    expect(await read("", { path: "/api/v1/analytics/conversations" })).toEqual(figures);
    expect((await read("?days=9")).intent_distribution).toContainEqual({ intent: "objecion", count: 1 });
  });

  test("one caller's figures are found however the number is written", async () => {
    const figures = await read(`?phone=${encodeURIComponent("+598 99 123 456")}`);
    expect(figures).toMatchObject({
      phone,
      total_conversations: 1,
      total_messages: 2,
      average_confidence: 0.63,
      first_answer_ms: { mean: 15, p50: 10, p95: 20 },
    });
  });

  test("a bound key sees its workspaces alone, and numbers masked", async () => {
    expect(await read("", { key: bound })).toMatchObject({ total_messages: 3, votes: { up: 0 } });
    const told = await (await get(`?phone=${encodeURIComponent(phone)}`, { key: bound })).text();
    expect(told).toContain("+598 ** *** ");
    expect(told).not.toContain(phone);
    const { defaultWorkspaceId } = house.server.composition.http;
    expect((await get(`?workspace_id=${defaultWorkspaceId}`, { key: bound })).status).toBe(404);
    expect(await read(`?workspace_id=${other}`, { key: bound })).toMatchObject({ total_messages: 3 });
  });

  test("it takes a key that may read figures, and a period and number that make sense", async () => {
    const { key } = await house.client.keys.create({ name: "miembro" });
    expect((await get("", { key })).status).toBe(403);
    expect((await fetch(`${house.url}/analytics/conversations`)).status).toBe(401);
    for (const wrong of ["?days=0", "?days=366", "?phone=nadie", "?unknown=1"])
      expect([wrong, (await get(wrong)).status]).toEqual([wrong, 422]);
  });

  test("as CSV there is a line a day", async () => {
    const response = await get("", { accept: "text/csv" });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const [head, day, end] = (await response.text()).split("\r\n");
    expect(head).toBe("day,conversations,messages,average_confidence,unresolved");
    expect(day).toMatch(/^\d{4}-\d\d-\d\d,3,4,0\.56,2$/u);
    expect(end).toBe("");
  });
});
