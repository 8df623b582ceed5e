import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../src/adapters/records/database.ts";
import type { ApiKeyTable, ChunkTable, DocumentTable } from "../../src/adapters/records/schema.ts";

/** An empty database that can be opened more than once. */
export interface DatabaseHouse {
  open(): Promise<Database>;
  remove(): Promise<void>;
}

/** What every engine behind `Database` promises. */
export function databaseSuite(name: string, build: () => Promise<DatabaseHouse>): void {
  let house: DatabaseHouse;
  let database: Database;

  beforeEach(async () => {
    house = await build();
    database = await house.open();
  });
  afterEach(async () => {
    await database.close();
    await house.remove();
  });

  const insertKey = (id: string, changes: Partial<ApiKeyTable> = {}) =>
    database.query.insertInto("api_keys").values({ ...keyRow(id), ...changes });
  const keyIds = async () => {
    const rows = await database.query.selectFrom("api_keys").select("id").orderBy("id").execute();
    return rows.map(({ id }) => id);
  };

  describe(`${name}: units`, { timeout: 20_000 }, () => {
    test("gives every statement of a batch its rows and its number of changes", async () => {
      await database.batch([insertKey("a"), insertKey("b")]);

      const results = await database.batch([
        database.query.updateTable("api_keys").set({ name: "new" }),
        database.query
          .updateTable("api_keys")
          .set({ role: "admin" })
          .where("id", "=", "b")
          .returning(["id", "name"]),
        database.query.selectFrom("api_keys").select(["id", "role"]).orderBy("id"),
        database.query.deleteFrom("api_keys").where("id", "=", "missing"),
      ]);

      expect(results).toEqual([
        { rows: [], changes: 2 },
        { rows: [{ id: "b", name: "new" }], changes: 1 },
        {
          rows: [
            { id: "a", role: "viewer" },
            { id: "b", role: "admin" },
          ],
          changes: 0,
        },
        { rows: [], changes: 0 },
      ]);
    });

    test("undoes a whole batch when one of its statements fails", async () => {
      await insertKey("kept").execute();

      const unit = database.batch([
        insertKey("first"),
        database.query.deleteFrom("api_keys").where("id", "=", "kept"),
        insertKey("other", { hash: "hash of first" }),
        insertKey("last"),
      ]);

      await expect(unit).rejects.toMatchObject({ name: "AppError", code: "conflict", retryable: false });
      expect(await keyIds()).toEqual(["kept"]);
    });

    test("keeps the units that share a moment with a failing one", async () => {
      await insertKey("b").execute();

      const outcomes = await Promise.allSettled([
        insertKey("a").execute(),
        insertKey("b").execute(),
        database.batch([insertKey("c"), insertKey("b", { hash: "another" })]),
        insertKey("d").returning("id").execute(),
      ]);

      expect(outcomes.map(({ status }) => status)).toEqual([
        "fulfilled",
        "rejected",
        "rejected",
        "fulfilled",
      ]);
      expect(await keyIds()).toEqual(["a", "b", "d"]);
    });

    test("shows a read every write that was answered before it", async () => {
      for (let count = 1; count <= 50; count += 1) {
        await insertKey(`key ${count}`).execute();
        expect(await keyIds()).toHaveLength(count);
      }
    });

    test("shows a batch of selects one moment of the database", async () => {
      const writes = Array.from({ length: 40 }, (_, position) => insertKey(`key ${position}`).execute());
      const count = () =>
        database.query.selectFrom("api_keys").select(({ fn }) => fn.countAll<number>().as("count"));

      const pairs = await Promise.all(Array.from({ length: 10 }, () => database.batch([count(), count()])));
      await Promise.all(writes);

      for (const [first, second] of pairs) expect(first).toEqual(second);
    });

    test("answers an empty batch with no results", async () => {
      expect(await database.batch([])).toEqual([]);
    });

    test("refuses interactive transactions and names the way to do it", async () => {
      const transaction = database.query.transaction().execute(async () => "done");

      await expect(transaction).rejects.toThrow("give all statements to `batch`");
    });
  });

  describe(`${name}: values`, { timeout: 20_000 }, () => {
    test("gives floats, large integers and nulls back unchanged", async () => {
      const row = documentRow("a", {
        progress: 0.1,
        bytes: Number.MAX_SAFE_INTEGER,
        pages: null,
        run_at: -7,
      });
      await database.query.insertInto("documents").values(row).execute();

      expect(await database.query.selectFrom("documents").selectAll().execute()).toEqual([row]);
    });

    test("gives texts and floats back unchanged, save lone surrogates, which become U+FFFD", async () => {
      const text = fc.string({ unit: "binary" }).filter((value) => !value.includes("\0"));
      const loneSurrogates = fc.constantFrom("\ud800", "a\udc00b", "\udc00\ud800");
      const float = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
      const written = fc.record({ name: fc.oneof(text, loneSurrogates), progress: float });

      await fc.assert(
        fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 20 }), async (samples) => {
          const rows = samples.map((sample, position) =>
            documentRow(String(position).padStart(3, "0"), sample),
          );
          const [, stored] = await database.batch([
            database.query.deleteFrom("documents"),
            database.query.insertInto("documents").values(rows).returning(["name", "progress"]),
          ]);
          expect(stored.rows).toEqual(
            samples.map(({ name: given, progress }) => ({ name: given.toWellFormed(), progress })),
          );
        }),
        { numRuns: 10 },
      );
    });

    test("divides integers as integers", async () => {
      await database.query
        .insertInto("documents")
        .values(documentRow("a", { bytes: 7 }))
        .execute();

      const half = database.query.selectFrom("documents").select(({ eb }) => eb("bytes", "/", 2).as("half"));

      expect(await half.execute()).toEqual([{ half: 3 }]);
    });

    test("takes 27,000 parameters in one statement", async () => {
      const rows = Array.from({ length: 3000 }, (_, position) => chunkRow(position));

      const [inserted] = await database.batch([database.query.insertInto("chunks").values(rows)]);

      expect(inserted.changes).toBe(3000);
      const last = database.query.selectFrom("chunks").selectAll().where("position", "=", 2999);
      expect(await last.execute()).toEqual([chunkRow(2999)]);
    });

    test("answers a thousand different statements, each twice", async () => {
      await insertKey("a").execute();
      const select = (position: number) =>
        database.query
          .selectFrom("api_keys")
          .select(["id", "name as other"])
          .select(`role as role_${position}`)
          .executeTakeFirst();

      for (let round = 0; round < 2; round += 1) {
        const found = await Promise.all(Array.from({ length: 1000 }, (_, position) => select(position)));
        expect(found.map((row) => Object.keys(row ?? {})[2])).toEqual(
          found.map((_, position) => `role_${position}`),
        );
      }
    });

    test("refuses a value that is not portable before it reaches the database, without showing it", async () => {
      const insert = insertKey("a", { name: "secret name", created_at: Number.NaN });

      await expect(insert.execute()).rejects.toThrow(/^Parameter 8 is not finite$/);
      await expect(database.batch([insertKey("b"), insert])).rejects.toThrow(TypeError);
      expect(await keyIds()).toEqual([]);
    });

    test("names no value in the message of a conflict", async () => {
      await insertKey("secret").execute();

      const again: unknown = await insertKey("secret")
        .execute()
        .catch((error: unknown) => error);

      expect(again).toMatchObject({ code: "conflict" });
      expect(String(again)).not.toContain("secret");
    });
  });

  describe(`${name}: closing`, { timeout: 20_000 }, () => {
    test("finishes what was started before, refuses what comes after, and keeps everything", async () => {
      const writes = Array.from({ length: 100 }, (_, position) => insertKey(`key ${position}`).execute());
      const batch = database.batch([insertKey("in a batch")]);
      await batch;
      const closed = database.close();

      await expect(Promise.all(writes)).resolves.toHaveLength(100);
      await closed;
      await database.close();
      await expect(insertKey("late").execute()).rejects.toMatchObject({
        code: "database_unavailable",
        retryable: false,
      });
      await expect(keyIds()).rejects.toMatchObject({ code: "database_unavailable", retryable: false });

      database = await house.open();
      expect(await keyIds()).toHaveLength(101);
    });

    test("closes while others go on writing, and keeps exactly what was answered", async () => {
      const answered: string[] = [];
      const writeUntilRefused = async (writer: number) => {
        for (let count = 0; count < 10_000; count += 1) {
          const id = `${writer} ${String(count).padStart(6, "0")}`;
          await insertKey(id).execute();
          answered.push(id);
        }
      };
      const writers = [1, 2, 3, 4].map((writer) => writeUntilRefused(writer));
      while (answered.length < 40)
        await insertKey(`pace ${answered.length}`)
          .execute()
          .catch(() => undefined);
      const closed = database.close();

      const outcomes = await Promise.allSettled(writers);
      await closed;
      expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "rejected"));

      database = await house.open();
      const kept = await keyIds();
      expect(kept.filter((id) => !id.startsWith("pace"))).toEqual(answered.toSorted());
    });
  });
}

export function keyRow(id: string): ApiKeyTable {
  return {
    id,
    hash: `hash of ${id}`,
    actor: "actor",
    name: "name",
    role: "viewer",
    scopes: "[]",
    workspaces: "[]",
    created_at: 1_700_000_000_000,
    revoked_at: null,
    expires_at: null,
    last_used_at: null,
  };
}

function documentRow(id: string, changes: Partial<DocumentTable>): DocumentTable {
  const times = { claimed_at: 0, run_at: 0, lease_until: null, created_at: 1, updated_at: 2 };
  const state = {
    status: "processing",
    stage: null,
    progress: 0,
    version: 0,
    claims: 0,
    attempts: 0,
    error_code: null,
    error_reason: null,
  };
  const content = {
    name: "Guía.pdf",
    hash: `hash of ${id}`,
    mime: "application/pdf",
    bytes: 1,
    pages: 3,
    chunks: 0,
    language: "es",
  };
  return {
    workspace_id: "w",
    id,
    uploaded_by: "actor",
    source_type: "upload",
    allowed_roles: "[]",
    ...content,
    ...state,
    ...times,
    ...changes,
  };
}

function chunkRow(position: number): ChunkTable {
  const place = { workspace_id: "w", document_id: "d", version: 1, position, page: null, headings: "[]" };
  return {
    ...place,
    start_offset: position * 10,
    end_offset: position * 10 + 9,
    text: `párrafo ${position}`,
  };
}
