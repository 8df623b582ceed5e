import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { databaseSuite, keyRow } from "../../../test/ports/database.ts";
import type { SqliteDatabase } from "./sqlite.ts";
import { openSqlite } from "./sqlite.ts";

databaseSuite("sqlite", async () => {
  const folder = await mkdtemp(join(tmpdir(), "records-"));
  return {
    open: () => openSqlite({ path: join(folder, "records.db"), now: () => 0 }),
    remove: () => rm(folder, { recursive: true }),
  };
});

// The limit is for a machine that is busy with other things: each test starts threads, some a process.
describe("the SQLite engine", { timeout: 20_000 }, () => {
  let folder: string;
  let path: string;
  let database: SqliteDatabase;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "records-"));
    path = join(folder, "new", "records.db");
    database = await openSqlite({ path, now: () => 0, busyTimeoutMs: 50 });
  });
  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  const insertKey = (id: string) => database.query.insertInto("api_keys").values(keyRow(id));
  const countKeys = async () => (await database.query.selectFrom("api_keys").select("id").execute()).length;

  test("commits writes that wait at the same time together", async () => {
    const before = database.commits();

    await Promise.all(Array.from({ length: 500 }, (_, position) => insertKey(`key ${position}`).execute()));

    expect(database.commits() - before).toBeLessThan(20);
    expect(await countKeys()).toBe(500);
  });

  test("makes every commit durable before it answers", async () => {
    const read = async (pragma: string) => {
      const [result] = await database.batch([
        { compile: () => sql.raw(`pragma ${pragma}`).compile(database.query) },
      ]);
      return result.rows;
    };

    expect(await read("synchronous")).toEqual([{ synchronous: 2 }]);
    expect(await read("journal_mode")).toEqual([{ journal_mode: "wal" }]);
  });

  test(
    "keeps every acknowledged row of a process that is killed while it writes",
    { timeout: 20_000 },
    async () => {
      for (let round = 0; round < 2; round += 1) {
        const acknowledged = await killWhileWriting(path, `round ${round}`, 200);
        const rows = await database.query.selectFrom("api_keys").select("id").execute();
        const kept = new Set(rows.map(({ id }) => id));

        expect(acknowledged.length).toBeGreaterThanOrEqual(200);
        expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      }
    },
  );

  test("fails every unit of a commit that fails, and goes on working afterwards", async () => {
    await database.batch([
      { compile: () => sql.raw("create table parent (id integer primary key)").compile(database.query) },
      {
        compile: () =>
          sql
            .raw("create table child (parent integer references parent (id) deferrable initially deferred)")
            .compile(database.query),
      },
    ]);
    const orphan = { compile: () => sql`insert into child (parent) values (1)`.compile(database.query) };

    const outcomes = await Promise.allSettled([
      insertKey("a").execute(),
      database.batch([orphan]),
      insertKey("b").execute(),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await countKeys()).toBe(0);
    await insertKey("c").execute();
    expect(await countKeys()).toBe(1);
  });

  test("fails with a retryable error when the disk is full, and goes on once there is room", async () => {
    const limit = (pages: number) =>
      database.batch([
        { compile: () => sql.raw(`pragma max_page_count = ${pages}`).compile(database.query) },
      ]);
    const big = () =>
      database.query.insertInto("api_keys").values({ ...keyRow("big"), name: "x".repeat(1_000_000) });
    await limit(60);

    await expect(big().execute()).rejects.toMatchObject({ code: "database_unavailable", retryable: true });
    await limit(1_000_000);
    await big().execute();
    expect(await countKeys()).toBe(1);
  });

  test("fails with a retryable error while another process holds the database, and reads go on", async () => {
    const other = new DatabaseSync(path);
    other.exec("begin immediate");

    await expect(insertKey("a").execute()).rejects.toMatchObject({
      code: "database_unavailable",
      retryable: true,
    });
    expect(await countKeys()).toBe(0);

    other.exec("rollback");
    other.close();
    await insertKey("a").execute();
    expect(await countKeys()).toBe(1);
  });

  test("undoes a statement whose returned rows cannot be read", async () => {
    const tooLarge = database.query.insertInto("api_keys").values({ ...keyRow("a"), created_at: 1 });
    const unreadable = {
      compile: () => ({ ...tooLarge.returning(sql`9223372036854775807`.as("n")).compile() }),
    };

    await expect(database.batch([unreadable])).rejects.toThrow("SQLite cannot run the statement");
    expect(await countKeys()).toBe(0);
  });

  test("rejects a malformed statement as a bug, not as an operational failure", async () => {
    const malformed = { compile: () => sql.raw("selec 1").compile(database.query) };

    const error: unknown = await database.batch([malformed]).catch((reason: unknown) => reason);

    expect(error).toMatchObject({ name: "Error", message: 'SQLite: near "selec": syntax error' });
  });

  test("leaves one file behind when it closes", async () => {
    await insertKey("a").execute();
    await database.close();

    expect(await readdir(join(folder, "new"))).toEqual(["records.db"]);
  });

  test("does not keep a process alive that forgets to close it", async () => {
    const child = runScript(
      `${openIn(path)}\nawait database.query.selectFrom("api_keys").select("id").execute();`,
    );

    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("refuses a file that is not a database", async () => {
    const other = join(folder, "notes.txt");
    await writeFile(
      other,
      "these are notes, and they are longer than a header of a database file would be ...".repeat(20),
    );

    const opened = openSqlite({ path: other, now: () => 0 });

    await expect(opened).rejects.toMatchObject({ code: "database_unavailable", retryable: false });
  });
});

/** Starts a process that writes rows and prints each id once acknowledged; kills it after `count`, in mid writing. */
async function killWhileWriting(path: string, prefix: string, count: number): Promise<readonly string[]> {
  const child = runScript(`${openIn(path)}
    import { writeSync } from "node:fs";
    const row = ${JSON.stringify(keyRow("id"))};
    await Promise.all(Array.from({ length: 8 }, async (_, writer) => {
      for (let count = 0; ; count += 1) {
        const id = \`${prefix} \${writer} \${count}\`;
        await database.query.insertInto("api_keys").values({ ...row, id, hash: id }).execute();
        writeSync(1, id + "\\n");
      }
    }));`);
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
    if (printed.split("\n").length > count) child.kill("SIGKILL");
  });
  await once(child, "close");
  return printed.split("\n").slice(0, -1);
}

function openIn(path: string): string {
  const engine = JSON.stringify(new URL("./sqlite.ts", import.meta.url).href);
  return `import { openSqlite } from ${engine};
    const database = await openSqlite({ path: ${JSON.stringify(path)}, now: () => 0 });`;
}

function runScript(code: string) {
  return spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}
