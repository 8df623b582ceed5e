import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqlite } from "../../src/adapters/records/sqlite.ts";
import type { Database } from "../../src/adapters/records/database.ts";
import { erasedSchema } from "../../src/contract/feedback.ts";
import { stagedModel } from "../answering/stagedModel.ts";
import { everyRow } from "../ports/plantedPerson.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const phone = "+59899777001";
const slow = stagedModel("slow");
let house: TestServer;
/** The server's records, through a connection of the test's own. */
let database: Database;
beforeAll(async () => {
  house = await startTestServer({ override: () => ({ models: [slow] }) });
  database = await openSqlite({ path: join(house.folder, "records.sqlite"), now: Date.now });
});
afterAll(async () => {
  await database.close();
  await house.stop();
});

test("a caller who is erased while a question is being answered leaves nothing behind", async () => {
  const question = JSON.stringify({ mensaje: "¿Cuál es la capital de Francia?", telefono: phone });
  const headers = { "content-type": "application/json" };
  const asked = house.fetch("/chat/process", { method: "POST", headers, body: question });
  await expect.poll(() => slow.calls.length, { timeout: 10_000 }).toBe(1);
  const told = await house.fetch(`/api/v1/people/${encodeURIComponent(phone)}`, { method: "DELETE" });
  expect(erasedSchema.parse(await told.json())).toMatchObject({
    cancelled_turns: 1,
    erased: { phone_sessions: 1, exchanges: 1 },
  });
  expect(slow.calls[0]?.aborted).toBe(true);
  expect((await asked).status).toBe(200);
  await house.server.composition.http.flushAudits();
  expect((await everyRow(database)).filter((row) => row.includes(phone))).toEqual([]);
});
