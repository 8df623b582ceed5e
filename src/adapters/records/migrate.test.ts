import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate, migrations } from "./migrate.ts";
import type { SqliteDatabase } from "./sqlite.ts";
import { openSqlite } from "./sqlite.ts";

let folder: string;
let database: SqliteDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "records-"));
  database = await openSqlite({ path: join(folder, "records.db"), now: () => 1000 });
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const second = {
  name: "9998-second",
  statements: ["create table second (id text)", "insert into second values ('row')"],
};

async function rowsOf(table: string): Promise<readonly unknown[]> {
  const [{ rows }] = await database.batch([
    { compile: () => sql`select * from ${sql.table(table)}`.compile(database.query) },
  ]);
  return rows;
}

test("records each migration with its time, and runs it once", async () => {
  const steps = [...migrations, second];
  await migrate(database, () => 2000, steps);
  await migrate(database, () => 3000, steps);

  expect(await rowsOf("schema_migrations")).toEqual([
    { name: "0001-foundation", applied_at: 1000 },
    { name: "0002-usage", applied_at: 1000 },
    { name: "9998-second", applied_at: 2000 },
  ]);
  expect(await rowsOf("second")).toEqual([{ id: "row" }]);
});

test("leaves nothing of a migration that fails, and keeps those before it", async () => {
  const broken = {
    name: "9999-broken",
    statements: ["create table third (id text)", "create table second (id text)"],
  };

  await expect(migrate(database, () => 2000, [...migrations, second, broken])).rejects.toThrow(
    "already exists",
  );

  expect(await rowsOf("schema_migrations")).toHaveLength(3);
  await expect(rowsOf("third")).rejects.toThrow("no such table");
});

test("refuses a database that a newer version has migrated", async () => {
  await migrate(database, () => 2000, [...migrations, second]);

  await expect(openSqlite({ path: join(folder, "records.db"), now: () => 3000 })).rejects.toMatchObject({
    code: "database_unavailable",
    retryable: false,
    message:
      'The database has migration "9998-second", which this version does not know: start a newer version',
  });
});

test(
  "lets several processes migrate the same new database at the same time",
  { timeout: 20_000 },
  async () => {
    const path = join(folder, "shared.db");

    const opened = await Promise.all([1, 2, 3].map((now) => openSqlite({ path, now: () => now })));

    for (const one of opened) {
      expect(await one.query.selectFrom("turns").selectAll().execute()).toEqual([]);
      await one.close();
    }
  },
);
