import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptedModel, type Script } from "../../src/adapters/models/scriptedModel.ts";
import { listSchema } from "../../src/contract/common.ts";
import { auditSchema } from "../../src/contract/feedback.ts";
import type { CreateKey } from "../../src/contract/keys.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const audits = listSchema(auditSchema);
const formula = '=HYPERLINK("x")';

describe("the audit over HTTP", () => {
  let house: TestServer;
  let script: Script = { pieces: [formula] };
  beforeAll(async () => {
    house = await startTestServer({ override: () => ({ models: [createScriptedModel(() => script)] }) });
  });
  afterAll(() => house.stop());

  const post = (path: string, body: object, key = house.key) =>
    house.fetch(`/api/v1${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "prueba/1",
        authorization: `Bearer ${key}`,
      },
      body: JSON.stringify(body),
    });
  const read = async (query = "") => {
    const response = await house.fetch(`/api/v1/audit${query}`);
    expect([query, response.status]).toEqual([query, 200]);
    return audits.parse(await response.json());
  };
  const check = (id: string, checked: boolean) =>
    house.fetch(`/api/v1/audit/${id}`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ checked }),
    });

  test("answers of every face are entered, newest first, each with its channel", async () => {
    await post("/chat", { message: "¿Cuál es el plazo?" });
    await post("/workspaces/default/ask", { query: "¿Cuál es el plazo?" });
    await post("/projects/default/query", { user_prompt_text: "¿Cuál es el plazo?", strategy: "single" });
    await expect.poll(async () => (await read()).items.length).toBe(3);
    const { items } = await read();
    expect(items.map(({ channel }) => channel)).toEqual(["query", "ask", "chat"]);
    expect(items[2]).toMatchObject({
      client: "prueba/1",
      outcome: "completed",
      model: "scripted",
      preview: formula,
      confidence: 0.25,
      sources: [],
      requires_verification: true,
      checked: false,
    });
    expect(items[2]?.id).toBe(items[2]?.turn_id);
  });

  test("a failed answer is entered as what it is", async () => {
    script = { pieces: [], ending: "failure" };
    await post("/chat", { message: "hola" });
    script = { pieces: [formula] };
    await expect.poll(async () => (await read("?limit=1")).items[0]?.outcome).toBe("failed");
    expect((await read("?limit=1")).items[0]).toMatchObject({ confidence: 0, requires_verification: true });
  });

  test("pages and filters hold together", async () => {
    const first = await read("?limit=3");
    const second = await read(`?limit=3&cursor=${first.next}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([3, 1, undefined]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4);
    expect((await read("?channel=ask")).items).toHaveLength(1);
    expect((await read("?requires_verification=false")).items).toEqual([]);
    expect((await read("?to=2020-01-01")).items).toEqual([]);
    expect((await read("?from=2020-01-01T00:00:00Z")).items).toHaveLength(4);
    for (const wrong of ["cursor=x", "from=ayer", "checked=maybe", "unknown=1"])
      expect([wrong, (await house.fetch(`/api/v1/audit?${wrong}`)).status]).toEqual([wrong, 422]);
  });

  test("an answer is checked, found as checked, and unchecked", async () => {
    const [{ id, actor } = { id: "", actor: "" }] = (await read("?channel=chat&limit=1")).items;
    expect(auditSchema.parse(await (await check(id, true)).json())).toMatchObject({
      id,
      checked: true,
      checked_by: actor,
    });
    expect((await read("?checked=true")).items.map((item) => item.id)).toEqual([id]);
    expect(auditSchema.parse(await (await check(id, false)).json())).toMatchObject({ checked: false });
    expect((await check("unknown", true)).status).toBe(404);
  });

  test("a CSV is asked for by parameter or header, holds all, and computes nothing", async () => {
    const byParameter = await house.fetch("/api/v1/audit?format=csv&channel=chat&limit=1");
    expect(byParameter.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const lines = (await byParameter.text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^id,workspace_id,at,channel,/u);
    expect(lines[2]).toContain(`,"'=HYPERLINK(""x"")",`);
    const byHeader = await house.fetch("/api/v1/audit", { headers: { accept: "text/csv" } });
    expect((await byHeader.text()).trimEnd().split("\r\n")).toHaveLength(5);
  });

  test("nobody but an admin of the configuration reads or checks it", async () => {
    const keys: Partial<CreateKey>[] = [
      { role: "member" },
      { role: "service", scopes: ["admin:metrics", "query:ask"] },
      { role: "admin", scopes: ["admin:metrics", "admin:health"] },
    ];
    for (const draft of keys) {
      const { key } = await house.client.keys.create({ name: "otra", ...draft });
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      expect((await house.fetch("/api/v1/audit", { headers })).status).toBe(403);
      expect((await house.fetch("/api/v1/audit?format=csv", { headers })).status).toBe(403);
      const patch = { method: "PATCH", headers, body: '{"checked":true}' };
      expect((await house.fetch("/api/v1/audit/x", patch)).status).toBe(403);
    }
  });

  test("where the audit cannot be written, answers come as ever", async () => {
    const database = new DatabaseSync(join(house.folder, "records.sqlite"), { timeout: 5_000 });
    database.exec("alter table audits rename to elsewhere");
    try {
      const response = await post("/chat", { message: "hola" });
      expect([response.status, await response.json()]).toMatchObject([
        200,
        { content: formula, warnings: [] },
      ]);
      expect((await house.fetch("/api/v1/audit")).status).toBe(500);
    } finally {
      database.exec("alter table elsewhere rename to audits");
      database.close();
    }
    await post("/chat", { message: "hola" });
    await expect.poll(async () => (await read("?channel=chat")).items.length).toBeGreaterThanOrEqual(3);
  });
});
