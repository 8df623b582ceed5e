import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { createPersonRecords } from "../../src/adapters/records/personRecords.ts";
import type { Database } from "../../src/adapters/records/database.ts";
import { personKinds } from "../../src/contract/feedback.ts";
import { exportPerson } from "../../src/core/feedback/exportPerson.ts";
import type { Person, PersonRecords } from "../../src/core/feedback/person.ts";
import { everyRow, plantPerson } from "./plantedPerson.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

const ana: Person = { actor: "ana", phone: null };
const flushed = () => Promise.resolve();
const caller: Person = { actor: "phone:+59899000001", phone: "+59899000001" };

/** What is promised of one person's rows, on any engine. */
export function personSuite(engine: string, open: OpenRecords): void {
  describe(`one person's rows on ${engine}`, () => {
    let house: RecordsHouse;
    let people: PersonRecords;
    beforeEach(async () => {
      house = await open();
      people = createPersonRecords(house);
      await plantWorkspace(house.database, "w1", null);
      await plantWorkspace(house.database, "w2", 5);
    });
    afterEach(() => house.remove());

    const plant = (actor: string, workspace: string, phone: string | null = "+59899000009") =>
      plantPerson(house.database, {
        workspace,
        tag: `${actor}-${workspace}`,
        actor,
        phone,
        words: `canario de ${actor} y ${phone}`,
      });

    test("of an actor all is counted, in archived workspaces too, and nothing of anybody else", async () => {
      for (const workspace of ["w1", "w2"]) await plant("ana", workspace);
      await plant("bea", "w1");
      const held = await people.count(ana);
      expect(held).toEqual({
        ...Object.fromEntries(personKinds.map((kind) => [kind, 2])),
        phone_sessions: 0,
        exchanges: 0,
      });
    });

    test("an erased actor is nowhere, and the others' rows are as they were", async () => {
      await plant("bea", "w1");
      await plant("bea", "w2");
      const others = await everyRow(house.database);
      for (const workspace of ["w1", "w2"]) await plant("ana", workspace, null);
      const held = await people.count(ana);
      expect(await people.erase(ana, flushed)).toEqual(held);
      const left = await everyRow(house.database);
      const naming = left.filter((row) => row.includes("canario de ana") || row.includes('"ana"'));
      // The workspaces that ana owns.
      expect(naming.map((row) => row.slice(0, 33))).toEqual([
        'workspaces {"workspace_id":"w1","',
        'workspaces {"workspace_id":"w2","',
      ]);
      expect(left.filter((row) => !row.includes("ana-w"))).toEqual(others);
    });

    test("what stays for the figures and the workspace stays without a name", async () => {
      await plant("ana", "w1");
      await people.erase(ana, flushed);
      const { query } = house.database;
      expect(
        await query.selectFrom("audits").selectAll().where("id", "=", "ana-w1-a").executeTakeFirst(),
      ).toMatchObject({
        actor: "erased",
        phone: null,
        client: null,
        turn_id: null,
        sources: "[]",
        preview: "",
        confidence: 0.9,
        conversation_id: "ana-w1-c",
        model: "fast",
      });
      expect(await query.selectFrom("documents").select(["uploaded_by", "name"]).execute()).toEqual([
        { uploaded_by: "erased", name: "ana-w1.txt" },
      ]);
      expect(await query.selectFrom("api_keys").select(["actor", "name", "revoked_at"]).execute()).toEqual([
        { actor: "erased", name: "erased", revoked_at: 2_000 },
      ]);
    });

    test("a key that still opens something is not made nobody's", async () => {
      await plant("ana", "w1");
      await house.database.query.updateTable("api_keys").set({ revoked_at: null }).execute();
      expect(await people.erase(ana, flushed)).toMatchObject({ keys: 0, conversations: 1 });
      expect(await house.database.query.selectFrom("api_keys").select("actor").execute()).toEqual([
        { actor: "ana" },
      ]);
    });

    test("a caller's sessions, exchanges and answers go, and those of another number stay", async () => {
      await plant("x", "w1", "+59899000001");
      await plant("y", "w1", "+59899000002");
      expect(await people.count(caller)).toMatchObject({
        phone_sessions: 1,
        exchanges: 1,
        audits: 1,
        conversations: 0,
      });
      expect(await people.erase(caller, flushed)).toMatchObject({
        phone_sessions: 1,
        exchanges: 1,
        audits: 1,
      });
      const { query } = house.database;
      expect(await query.selectFrom("exchanges").select("phone").execute()).toEqual([
        { phone: "+59899000002" },
      ]);
      expect(await query.selectFrom("phone_sessions").select("phone").execute()).toEqual([
        { phone: "+59899000002" },
      ]);
      expect(
        (await everyRow(house.database)).filter((row) => /audits.*59899000001.*"phone"/u.test(row)),
      ).toEqual([]);
    });

    test("what is still on its way to the books is erased once nothing leads to more", async () => {
      await plant("x", "w1", caller.phone);
      const { query } = house.database;
      const late = async () => {
        expect(await people.count(caller)).toMatchObject({ phone_sessions: 0, exchanges: 0 });
        const [row] = await query
          .selectFrom("audits")
          .selectAll()
          .where("phone", "=", caller.phone)
          .execute();
        if (row)
          await query
            .insertInto("audits")
            .values({ ...row, id: "late" })
            .execute();
      };
      expect(await people.erase(caller, late)).toMatchObject({ audits: 2 });
      const left = query.selectFrom("audits").select(["actor", "phone", "preview"]).where("id", "=", "late");
      expect(await left.execute()).toEqual([{ actor: "erased", phone: null, preview: "" }]);
    });

    test("erasing again finds nothing, and what was broken off is finished", async () => {
      for (const workspace of ["w1", "w2"]) await plant("ana", workspace);
      let commits = 0;
      const batch: Database["batch"] = (statements) => {
        commits += 1;
        return commits === 2 ? Promise.reject(new Error("the power went")) : house.database.batch(statements);
      };
      const breaking = createPersonRecords({ ...house, database: { ...house.database, batch } });
      await expect(breaking.erase(ana, flushed)).rejects.toThrow("the power went");
      expect(await people.count(ana)).toMatchObject({ conversations: 1, messages: 1, turns: 1, votes: 1 });
      expect(await people.erase(ana, flushed)).toMatchObject({
        conversations: 1,
        messages: 1,
        interactions: 2,
      });
      const again = await people.erase(ana, flushed);
      expect(Object.values(again).every((count) => count === 0)).toBe(true);
    });

    test("more rows than a step takes go all the same", async () => {
      await house.database.query
        .insertInto("conversations")
        .values(
          Array.from({ length: 250 }, (_, n) => ({
            workspace_id: "w1",
            id: `c${n}`,
            actor: "ana",
            title: "",
            pinned: 0,
            created_at: 1,
            updated_at: 1,
            branch_id: "",
          })),
        )
        .execute();
      expect(await people.erase(ana, flushed)).toMatchObject({ conversations: 250 });
      expect(await people.count(ana)).toMatchObject({ conversations: 0 });
    });

    test("the export is one JSON of all kinds, page by page, without a key's hash", async () => {
      for (const workspace of ["w1", "w2"]) await plant("ana", workspace);
      await plant("bea", "w1");
      await house.database.query
        .insertInto("votes")
        .values(
          Array.from({ length: 450 }, (_, n) => ({
            workspace_id: "w1",
            message_id: `m${n}`,
            actor: "ana",
            conversation_id: "c",
            value: "up",
            comment: null,
            tags: "[]",
            created_at: 1,
            updated_at: 1,
          })),
        )
        .execute();
      let text = "";
      for await (const piece of exportPerson({ people, clock: house.clock }, ana)) text += piece;
      const told = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
      expect(told).toMatchObject({
        person: "ana",
        exported_at: "2023-11-14T22:13:20.000Z",
        owned_workspaces: [
          { id: "w1", name: "w1" },
          { id: "w2", name: "w2" },
        ],
        conversations: [{ id: "ana-w1-c", created_at: "1970-01-01T00:00:01.000Z" }, { id: "ana-w2-c" }],
        messages: [{ metadata: ["canario de ana y +59899000009"] }, {}],
        turn_events: [{ events: ["canario de ana y +59899000009"] }, {}],
        exchanges: [],
        keys: [
          {
            id: "ana-w1-k",
            scopes: [],
            expires_at: "1970-01-01T00:00:03.000Z",
            last_used_at: "1970-01-01T00:00:01.500Z",
          },
          { id: "ana-w2-k" },
        ],
        documents: [{ name: "ana-w1.txt" }, { name: "ana-w2.txt" }],
      });
      expect(Object.keys(told)).toEqual(["person", "exported_at", "owned_workspaces", ...personKinds]);
      expect(text.match(/"message_id":"m\d+"/gu)).toHaveLength(450);
      expect(text).not.toContain("hash");
      expect(text).not.toContain("bea");
    });
  });
}

async function plantWorkspace({ query }: Database, id: string, archivedAt: number | null): Promise<void> {
  await query
    .insertInto("workspaces")
    .values({
      workspace_id: id,
      name: id,
      description: "",
      visibility: "private",
      owner: "ana",
      settings: "{}",
      archived_at: archivedAt,
      created_at: 1,
      updated_at: 1,
    })
    .execute();
}
