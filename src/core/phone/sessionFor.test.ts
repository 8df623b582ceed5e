import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createPhoneRecords } from "../../adapters/records/phoneRecords.ts";
import { secureRandom, sha256 } from "../../adapters/system/secureRandom.ts";
import { openSqliteRecords, type RecordsHouse } from "../../../test/ports/records.ts";
import { sessionFor, type PhoneLine, type SessionDeps } from "./sessionFor.ts";

const hourMs = 3_600_000;
const line: PhoneLine = { workspaceId: "w", phone: "+59899123456", opener: "gateway", isTrusted: true };
const stranger: PhoneLine = { ...line, opener: "phone:public", isTrusted: false };

let house: RecordsHouse;
let deps: SessionDeps;
beforeAll(async () => {
  house = await openSqliteRecords();
  deps = {
    clock: house.clock,
    random: secureRandom,
    digest: sha256,
    phoneRecords: createPhoneRecords(house),
    phone: { sessionMs: 24 * hourMs },
  };
});
beforeEach(async () => void (await house.database.query.deleteFrom("phone_sessions").execute()));
afterAll(() => house.remove());

const idFor = async (who: PhoneLine, sessionId: string | null = null) =>
  (await sessionFor(deps, who, sessionId)).id;

test("a phone's session goes on, by its id and without one", async () => {
  const id = await idFor(line);
  expect(id).toMatch(/^[0-9a-f]{44}$/);
  expect(await idFor(line)).toBe(id);
  expect(await idFor(line, id)).toBe(id);
});

test("a session goes on for exactly as long as it is configured to, counted from its latest activity", async () => {
  for (const hours of [24, 1.5]) {
    deps = { ...deps, phone: { sessionMs: hours * hourMs } };
    const id = await idFor({ ...line, phone: `+${hours}` });
    house.clock.advance(hours * hourMs);
    expect(await idFor({ ...line, phone: `+${hours}` })).toBe(id);
    expect(await idFor({ ...line, phone: `+${hours}` }, id)).toBe(id);
    house.clock.advance(1);
    const next = await idFor({ ...line, phone: `+${hours}` }, id);
    expect(next).not.toBe(id);
    expect(await idFor({ ...line, phone: `+${hours}` })).toBe(next);
  }
});

test("with another phone's session, or one that is none, a new one begins", async () => {
  const id = await idFor(line);
  const other = await idFor({ ...line, phone: "+59899000000" }, id);
  expect(other).not.toBe(id);
  for (const unknown of [
    "sesion_1",
    "%",
    "",
    "0".repeat(44),
    id.toUpperCase(),
    `${id}0`,
    `${id.slice(0, 12)}%`,
  ]) {
    const fresh = await idFor(line, unknown);
    expect(fresh).not.toBe(id);
    expect(fresh).not.toBe(unknown);
  }
  expect(await idFor(line, id)).toBe(id);
});

test("another key goes on with nobody's session, neither by its id nor by the number", async () => {
  const id = await idFor(line);
  const other = { ...line, opener: "another" };
  expect(await idFor(other)).not.toBe(id);
  expect(await idFor(other, id)).not.toBe(id);
  expect(await idFor({ ...line, workspaceId: "v" }, id)).not.toBe(id);
});

test("a stranger goes on by the session's id alone, and what strangers say reaches no key's session", async () => {
  const id = await idFor(stranger);
  expect(await idFor(stranger)).not.toBe(id);
  expect(await idFor(stranger, id)).toBe(id);
  const trusted = await idFor(line);
  expect(trusted).not.toBe(id);
  expect(await idFor(stranger, trusted)).not.toBe(trusted);
});

test("ids of sessions share nothing but who opened them", async () => {
  const ids = new Set<string>();
  for (let n = 0; n < 50; n += 1) ids.add(await idFor(stranger));
  const tails = [...ids].map((id) => id.slice(12, 20));
  expect(ids.size).toBe(50);
  expect(new Set(tails).size).toBe(50);
  expect(new Set([...ids].map((id) => id.slice(0, 12))).size).toBe(1);
});
