import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import type { Database } from "../../src/adapters/records/database.ts";
import { openSqlite } from "../../src/adapters/records/sqlite.ts";
import { createClient } from "../../src/client/client.ts";
import { peopleCalls } from "../../src/client/people.ts";
import { createWire } from "../../src/client/wire.ts";
import { erasedSchema, personSchema } from "../../src/contract/feedback.ts";
import type { CreatedKey } from "../../src/contract/keys.ts";
import { authorizeWorkspace } from "../../src/core/access/authorized.ts";
import { admitQuestion } from "../../src/core/answering/admitQuestion.ts";
import { isRefusal } from "../../src/core/errors.ts";
import { passingTurn } from "../../src/core/sessions/newTurn.ts";
import { openPassingJournal } from "../../src/core/sessions/turnJournal.ts";
import { everyRow } from "../ports/plantedPerson.ts";
import { stagedModel } from "../answering/stagedModel.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

describe("a person over HTTP", () => {
  const slow = stagedModel("slow");
  let house: TestServer;
  let ana: CreatedKey;
  let bea: CreatedKey;
  /** The server's records, through a connection of the test's own. */
  let database: Database;
  beforeAll(async () => {
    const quick = createScriptedModel({ pieces: ["Treinta días."] }, "quick");
    house = await startTestServer({ override: () => ({ models: [quick, slow] }) });
    database = await openSqlite({ path: join(house.folder, "records.sqlite"), now: Date.now });
    [ana, bea] = [await keyOf("ana@example.com"), await keyOf("bea@example.com")];
  });
  afterAll(async () => {
    await database.close();
    await house.stop();
  });

  const keyOf = (actor: string) => house.client.keys.create({ name: `llave de ${actor}`, actor });
  const call = (method: string, path: string, { key }: { key: string } = house, body?: object) =>
    house.fetch(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  /** A workspace, a conversation with a vote, and a query: all with the actor's name as its canary. */
  async function plant(key: CreatedKey) {
    const words = `canario de ${key.actor}`;
    const client = createClient({ baseUrl: house.url, key: key.key });
    const workspace = await client.workspaces.create({ name: `taller ${key.id}` });
    const chat = { message: words, model: "quick", workspace_id: workspace.id };
    const answered = z
      .object({ conversation_id: z.string(), message_id: z.string() })
      .parse(await (await call("POST", "/chat", key, chat)).json());
    const { conversation_id, message_id } = answered;
    const vote = { value: "up", comment: words };
    await call("PUT", `/conversations/${conversation_id}/messages/${message_id}/vote`, key, vote);
    const query = { user_prompt_text: words, strategy: "single", providers: ["quick"] };
    await call("POST", `/projects/${workspace.id}/query`, key, query);
    await client.documents.upload(workspace.id, [{ name: `${key.id}.txt`, body: new Blob(["texto"]) }]);
    return { workspace: workspace.id, conversation: conversation_id };
  }
  const people = (key: string) => peopleCalls(createWire(house.url, key, fetch));
  const path = `/people/${encodeURIComponent("ana@example.com")}`;

  test("is told in numbers, exported whole and erased; nobody else loses anything", async () => {
    const [mine, hers] = [await plant(ana), await plant(bea)];
    await expect
      .poll(async () => personSchema.parse(await (await call("GET", path)).json()).held)
      .toMatchObject({ interactions: 1, audits: 2 });
    const { held, owned_workspaces } = personSchema.parse(await (await call("GET", path)).json());
    expect(held).toMatchObject({
      conversations: 1,
      messages: 2,
      turns: 1,
      votes: 1,
      audits: 2,
      keys: 1,
      documents: 1,
    });
    expect(owned_workspaces).toEqual([{ id: mine.workspace, name: `taller ${ana.id}` }]);

    let text = "";
    for await (const piece of people(house.key).export("ana@example.com")) text += piece;
    const exported = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    for (const [kind, count] of Object.entries(held))
      expect([kind, exported[kind]]).toMatchObject([kind, { length: count }]);
    expect(text).toContain("canario de ana@example.com");
    expect(text).not.toContain("bea@example.com");

    const rows = () => everyRow(database);
    // Reading changes a key, and ingestion a document, at any time.
    const herRows = (await rows()).filter(
      (row) => /bea@example\.com/u.test(row) && !/^(?:api_keys|documents) /u.test(row),
    );
    expect(herRows.length).toBeGreaterThan(5);
    const erased = await people(house.key).erase("ana@example.com");
    expect(erased).toMatchObject({
      person: "ana@example.com",
      cancelled_turns: 0,
      erased: held,
      owned_workspaces,
    });
    const left = await rows();
    expect(left.filter((row) => row.includes("ana@example.com")).map((row) => row.split(" ")[0])).toEqual([
      "workspaces",
    ]);
    expect(left).toEqual(expect.arrayContaining(herRows));
    expect((await call("GET", "/conversations", ana)).status).toBe(401);
    expect((await call("GET", `/conversations/${hers.conversation}`, bea)).status).toBe(200);
  });

  test("erasing again is a success that finds nothing", async () => {
    const { erased } = erasedSchema.parse(await (await call("DELETE", path)).json());
    expect(Object.values(erased).every((count) => count === 0)).toBe(true);
  });

  test("running turns are cancelled first, and leave nothing behind", async () => {
    const eva = await keyOf("eva");
    const words = "canario de eva";
    const chat = call("POST", "/chat", eva, { message: words, model: "slow" });
    const query = { user_prompt_text: words, strategy: "single", providers: ["slow"] };
    const asked = call("POST", "/projects/default/query", eva, query);
    await expect.poll(() => slow.calls.length).toBe(2);
    for (const each of slow.calls) each.text("empezando…");
    const { cancelled_turns } = erasedSchema.parse(await (await call("DELETE", "/people/eva")).json());
    expect(cancelled_turns).toBe(2);
    expect(slow.calls.map(({ aborted }) => aborted)).toEqual([true, true]);
    await Promise.all([chat, asked]);
    await house.server.composition.http.flushAudits();
    expect((await everyRow(database)).filter((row) => row.includes(words) || row.includes('"eva"'))).toEqual(
      [],
    );
    const audits = await database.query
      .selectFrom("audits")
      .select(["outcome", "preview"])
      .where("actor", "=", "erased")
      .where("outcome", "=", "cancelled")
      .execute();
    expect(audits).toEqual([
      { outcome: "cancelled", preview: "" },
      { outcome: "cancelled", preview: "" },
    ]);
  });

  test("a turn that a gateway asks for a caller is cancelled with the caller", async () => {
    const { http } = house.server.composition;
    const actor = { id: "gateway", role: "admin", scopes: [], workspaces: [] } as const;
    const grant = await authorizeWorkspace(http, actor, http.defaultWorkspaceId, "query:ask");
    if (isRefusal(grant)) throw new Error(grant.detail);
    const asked = await admitQuestion(http, grant.value, { model: "slow" });
    if (isRefusal(asked)) throw new Error(asked.detail);
    const question = { question: "¿Y?", documentIds: null, topK: 1, asked };
    const onBehalfOf = "phone:+59899123456";
    const origin = { locale: "es", channel: "phone", client: null, onBehalfOf } as const;
    const turn = passingTurn(http, grant, question, origin);
    const before = slow.calls.length;
    await http.runner.start(turn, openPassingJournal(http, turn));
    await expect.poll(() => slow.calls.length).toBe(before + 1);
    const erased = await call("DELETE", `/people/${encodeURIComponent(onBehalfOf)}`);
    expect(erasedSchema.parse(await erased.json()).cancelled_turns).toBe(1);
    expect(slow.calls.at(-1)?.aborted).toBe(true);
  });

  test("a number is one caller with and without its prefix", async () => {
    for (const id of ["+59899123456", "phone:+59899123456", "+598 99 123 456"]) {
      const told = await people(house.key).held(id);
      expect(told.person).toBe("phone:+59899123456");
    }
    expect((await call("GET", "/people/%2B12")).status).toBe(422);
  });

  test("nobody but an admin of the configuration may, and nobody erases themselves", async () => {
    const metrics = await house.client.keys.create({ name: "m", role: "admin", scopes: ["admin:metrics"] });
    for (const key of [bea, metrics])
      for (const [method, what] of [
        ["GET", path],
        ["GET", `${path}/export`],
        ["DELETE", path],
      ] as const)
        expect([method, what, (await call(method, what, key)).status]).toEqual([method, what, 403]);
    const chief = await house.client.keys.create({ name: "jefa", role: "admin", actor: "jefa" });
    expect((await call("DELETE", "/people/jefa", chief)).status).toBe(409);
    expect((await call("GET", "/people/jefa", chief)).status).toBe(200);
  });
});
