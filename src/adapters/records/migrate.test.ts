import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
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
    { name: "0003-orchestration", applied_at: 1000 },
    { name: "0004-people", applied_at: 1000 },
    { name: "9998-second", applied_at: 2000 },
  ]);
  expect(await rowsOf("second")).toEqual([{ id: "row" }]);
});

test("gives the rows of before orchestration what they were made with", async () => {
  const path = join(folder, "old.db");
  const old = new DatabaseSync(path);
  old.exec("create table schema_migrations (name text not null primary key, applied_at bigint not null)");
  for (const { name, statements } of migrations.slice(0, 2)) {
    old.exec(statements.join(";"));
    old.prepare("insert into schema_migrations values (?, 1)").run(name);
  }
  old.exec("insert into attempts values ('w','a','t',1,'m','p','single',1,'won',null,1,0,0,1,0,0,1,1,1)");
  old.exec(`insert into documents values
    ('w','d','n','h','text/plain',1,'ready',null,1,1,1,'es',1,1,1,1,1,null,null,null,'ana',1,1)`);
  old.close();

  const migrated = await openSqlite({ path, now: () => 2000 });
  expect(await migrated.query.selectFrom("attempts").select(["id", "phase"]).execute()).toEqual([
    { id: "a", phase: "answer" },
  ]);
  expect(await migrated.query.selectFrom("documents").select(["id", "source_type"]).execute()).toEqual([
    { id: "d", source_type: "upload" },
  ]);
  await migrated.close();
});

test("leaves nothing of a migration that fails, and keeps those before it", async () => {
  const broken = {
    name: "9999-broken",
    statements: ["create table third (id text)", "create table second (id text)"],
  };

  await expect(migrate(database, () => 2000, [...migrations, second, broken])).rejects.toThrow(
    "already exists",
  );

  expect(await rowsOf("schema_migrations")).toHaveLength(migrations.length + 1);
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
