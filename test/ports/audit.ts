import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../src/adapters/records/database.ts";
import { createAuditRecords, type AuditStore } from "../../src/adapters/records/auditRecords.ts";
import { createWorkspaceRecords } from "../../src/adapters/records/workspaceRecords.ts";
import { createRecordedTelemetry } from "../../src/adapters/telemetry/recordedTelemetry.ts";
import type { AuditFilter, AuditRow } from "../../src/core/feedback/audit.ts";
import { AppError } from "../../src/core/errors.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

/** An answer that a model gave from two documents. */
export function auditRow(changes: Partial<AuditRow>): AuditRow {
  return {
    workspaceId: "w1",
    id: "a1",
    at: 1_700_000_000_000,
    channel: "chat",
    conversationId: "c1",
    turnId: "a1",
    actor: "ana",
    phone: null,
    client: "curl/8",
    outcome: "completed",
    model: "fast",
    intent: null,
    confidence: 0.75,
    sources: ["uno.pdf", "dos.pdf"],
    sourceCount: 2,
    preview: "Treinta días.",
    firstAnswerMs: 120.5,
    latencyMs: 900.5,
    requiresVerification: false,
    ...changes,
  };
}

const never = new AbortController().signal;

/** What the audit promises, on any engine. */
export function auditSuite(engine: string, open: OpenRecords): void {
  describe(`the audit on ${engine}`, () => {
    let house: RecordsHouse;
    let telemetry: ReturnType<typeof createRecordedTelemetry>;
    let stores: AuditStore[];
    beforeEach(async () => {
      house = await open();
      telemetry = createRecordedTelemetry();
      stores = [];
    });
    afterEach(async () => {
      for (const store of stores) await store.close();
      await house.remove();
    });

    const storeOf = (database: Database = house.database) => {
      const store = createAuditRecords({ ...house, database, telemetry });
      stores.push(store);
      return store;
    };
    const idsOf = async (store: AuditStore, filter: AuditFilter = {}) =>
      (await store.list(filter, { limit: 100 })).map(({ id }) => id);

    test("a row is read back as it was, as soon as it is recorded", async () => {
      const store = storeOf();
      const row = auditRow({ phone: "+59899123456", intent: "cotizacion", channel: "phone" });
      const bare = auditRow({
        id: "a0",
        turnId: null,
        client: null,
        model: null,
        firstAnswerMs: null,
        outcome: "failed",
        sources: [],
        sourceCount: 0,
        requiresVerification: true,
      });
      store.record(row);
      store.record(bare);
      expect(await store.list({}, { limit: 10 })).toEqual([
        { ...row, checkedBy: null, checkedAt: null },
        { ...bare, checkedBy: null, checkedAt: null },
      ]);
    });

    test("an answer is in the books once, however often it is recorded", async () => {
      const store = storeOf();
      store.record(auditRow({}));
      await store.flush();
      store.record(auditRow({ preview: "otra" }));
      expect(await store.list({}, { limit: 10 })).toMatchObject([{ preview: "Treinta días." }]);
      expect(telemetry.said).toEqual([]);
    });

    test("pages go from the newest to the oldest, also where times are equal", async () => {
      const store = storeOf();
      for (const [id, at] of [
        ["a", 5],
        ["b", 7],
        ["c", 7],
        ["d", 7],
        ["e", 9],
      ] as const)
        store.record(auditRow({ id, at }));
      const first = await store.list({}, { limit: 2 });
      expect(first.map(({ id }) => id)).toEqual(["e", "d"]);
      const second = await store.list({}, { limit: 2, after: { at: 7, id: "d" } });
      expect(second.map(({ id }) => id)).toEqual(["c", "b"]);
      expect((await store.list({}, { limit: 2, after: { at: 7, id: "b" } })).map(({ id }) => id)).toEqual([
        "a",
      ]);
    });

    test("each filter leaves out what it is not about", async () => {
      const store = storeOf();
      store.record(auditRow({ id: "plain", at: 10 }));
      store.record(auditRow({ id: "elsewhere", at: 9, workspaceId: "w2" }));
      store.record(auditRow({ id: "bea's", at: 8, actor: "bea" }));
      store.record(auditRow({ id: "asked", at: 7, channel: "ask" }));
      store.record(auditRow({ id: "unsure", at: 6, requiresVerification: true }));
      expect(await idsOf(store, { workspaceId: "w2" })).toEqual(["elsewhere"]);
      expect(await idsOf(store, { actor: "bea" })).toEqual(["bea's"]);
      expect(await idsOf(store, { channel: "ask" })).toEqual(["asked"]);
      expect(await idsOf(store, { requiresVerification: true })).toEqual(["unsure"]);
      expect(await idsOf(store, { from: 9 })).toEqual(["plain", "elsewhere"]);
      expect(await idsOf(store, { to: 8 })).toEqual(["asked", "unsure"]);
      expect(await idsOf(store, { checked: true })).toEqual([]);
    });

    test("who looks at an answer first is kept, until it is taken back", async () => {
      const workspaces = createWorkspaceRecords(house);
      await workspaces.create("w1", "ana", {
        name: "w1",
        description: "",
        visibility: "private",
        settings: { grounding: "open" },
      });
      const store = storeOf();
      store.record(auditRow({}));
      const at = house.clock.now();
      expect(await store.check("a1", "ana", true)).toMatchObject({ checkedBy: "ana", checkedAt: at });
      house.clock.advance(1_000);
      expect(await store.check("a1", "bea", true)).toMatchObject({ checkedBy: "ana", checkedAt: at });
      expect(await idsOf(store, { checked: true })).toEqual(["a1"]);
      expect(await store.check("a1", "bea", false)).toMatchObject({ checkedBy: null, checkedAt: null });
      expect(await idsOf(store, { checked: false })).toEqual(["a1"]);
      expect(await store.check("unknown", "ana", true)).toBeNull();
    });

    test("pruning forgets what was asked before, and nothing else", async () => {
      const store = storeOf();
      const now = house.clock.now();
      for (let row = 0; row < 600; row += 1) store.record(auditRow({ id: `old ${row}`, at: now - 1_001 }));
      store.record(auditRow({ id: "new", at: now - 1_000 }));
      await store.flush();
      expect(await store.prune(1_000, AbortSignal.abort())).toBe(0);
      expect(await store.prune(1_000, never)).toBe(600);
      expect(await idsOf(store)).toEqual(["new"]);
    });

    test("rows that the database cannot take now are written later, and once", async () => {
      let failures = 2;
      const batch: Database["batch"] = async (statements) => {
        const result = await house.database.batch(statements);
        if (failures-- > 0) throw new AppError("database_unavailable", "lost answer", { retryable: true });
        return result;
      };
      const store = storeOf({ ...house.database, batch });
      store.record(auditRow({}));
      await store.flush();
      await store.flush();
      expect(await idsOf(store)).toEqual(["a1"]);
      expect(telemetry.said).toEqual(["warn audit_unsaved", "warn audit_unsaved"]);
    });

    test("a row that no database could take is lost alone", async () => {
      const store = storeOf();
      for (const id of ["a", "b", "c"])
        store.record(auditRow({ id, latencyMs: id === "b" ? Number.NaN : 1 }));
      expect(await idsOf(store)).toEqual(["c", "a"]);
      expect(telemetry.said).toEqual(["error audit_lost"]);
    });

    test("a database that never answers holds nobody up, and keeps a bounded number of rows waiting", () => {
      const hanging = new Promise<never>(() => undefined);
      const store = createAuditRecords({
        ...house,
        database: { ...house.database, batch: () => hanging },
        telemetry,
      });
      for (let row = 0; row < 500; row += 1) store.record(auditRow({ id: `under way ${row}` }));
      house.clock.advance(250);
      for (let row = 0; row < 19_501; row += 1) store.record(auditRow({ id: `waiting ${row}` }));
      expect(telemetry.said).toEqual(["error audit_lost"]);
    });
  });
}
