import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { Kysely } from "kysely";
import type { Compilable, CompiledQuery } from "kysely";
import type { BatchResult, BatchResults, Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import type { Schema } from "./schema.ts";
import { openChannel } from "./sqliteChannel.ts";
import { sqliteDialect } from "./sqliteDialect.ts";
import type { SqlValue, Statement, WorkerSettings } from "./sqliteMessages.ts";

export interface SqliteOptions {
  /** Of the database file; its folder is made when missing. */
  readonly path: string;
  /** Milliseconds since the epoch, for the record of migrations. */
  readonly now: () => number;
  /** Milliseconds to wait for another process that writes, before a retryable failure. */
  readonly busyTimeoutMs?: number;
}

export interface SqliteDatabase extends Database {
  /** Transactions committed or refused so far; far fewer than writes under load. */
  commits(): number;
}

/**
 * The embedded engine: `node:sqlite` in two worker threads, one that writes and one that reads, so that reads never wait
 * for an fsync. Writes that wait at the same time share a commit.
 * Throws AppError `database_unavailable` when the file cannot be used or comes from a newer version.
 */
export async function openSqlite({
  path,
  now,
  busyTimeoutMs = 5000,
}: SqliteOptions): Promise<SqliteDatabase> {
  const writer = openChannel(() => startWorker({ path, role: "writer", busyTimeoutMs }));
  const reader = openChannel(() => startWorker({ path, role: "reader", busyTimeoutMs }));

  async function run<Row>(query: CompiledQuery): Promise<BatchResult<Row>> {
    const [result] = await (isRead(query) ? reader : writer).submit<[BatchResult<Row>]>([statementOf(query)]);
    return result;
  }

  async function batch<const Statements extends readonly Compilable[]>(
    statements: Statements,
  ): Promise<BatchResults<Statements>> {
    const queries = statements.map((statement) => statement.compile());
    const channel = queries.every(isRead) ? reader : writer;
    return channel.submit<BatchResults<Statements>>(queries.map(statementOf));
  }

  const database: SqliteDatabase = {
    query: new Kysely<Schema>({ dialect: sqliteDialect(run) }),
    batch,
    // The last connection to close must be the one that may write: it takes the write-ahead log away.
    close: () => reader.close().then(() => writer.close()),
    commits: () => writer.replies(),
  };
  try {
    await mkdir(dirname(path), { recursive: true });
    await migrate(database, now);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function startWorker(settings: WorkerSettings): Worker {
  return new Worker(new URL("./sqliteWorker.ts", import.meta.url), {
    workerData: settings,
    name: `sqlite-${settings.role}`,
    // The flags of the process (`--eval`, `--import`, ...) are meant for its main thread.
    execArgv: [],
  });
}

function isRead(query: CompiledQuery): boolean {
  return query.query.kind === "SelectQueryNode";
}

function statementOf({ sql, parameters }: CompiledQuery): Statement {
  return { sql, parameters: parameters.map(portable) };
}

/** A value that SQLite would take and Postgres not, or that SQLite would store as something else, is refused. */
function portable(value: unknown, position: number): SqlValue {
  if (typeof value === "string" || typeof value === "bigint" || value === null || value instanceof Uint8Array)
    return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(
    `Parameter ${position + 1} is ${typeof value === "number" ? "not finite" : `of type ${typeof value}`}`,
  );
}
