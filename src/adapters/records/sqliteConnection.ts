import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";
import type { BatchResult } from "./database.ts";
import type { SqlValue, Statement, WorkerSettings } from "./sqliteMessages.ts";

export interface Connection {
  run(statement: Statement): BatchResult;
  /** Whether running it hands rows back. */
  returnsRows(statement: Statement): boolean;
  /** False once SQLite has ended the transaction by itself, as it may on a full disk. */
  inTransaction(): boolean;
  close(): void;
}

/** Statements kept prepared; more than the different ones the repositories have. */
const preparedLimit = 256;

/** Opens the file with the settings every connection has. Synchronous: belongs in a worker thread. */
export function openConnection({ path, role, busyTimeoutMs }: WorkerSettings): Connection {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs, readOnly: role === "reader" });
  // No mmap: an I/O error on a mapped page kills the process instead of failing one statement.
  database.exec("pragma cache_size = -16000; pragma temp_store = memory");
  if (role === "writer") {
    database.exec(
      // What is deleted is overwritten too: an erased person's words must not stay in the file.
      "pragma secure_delete = on; pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864",
    );
  }
  const prepare = preparedStatements(database);
  return {
    run: ({ sql, parameters }) => {
      const { statement, returnsRows, writes } = prepare(sql);
      if (!returnsRows) return { rows: [], changes: Number(statement.run(...parameters.map(bound)).changes) };
      const rows = statement.all(...parameters.map(bound));
      return { rows, changes: writes ? rows.length : 0 };
    },
    returnsRows: ({ sql }) => prepare(sql).returnsRows,
    inTransaction: () => database.isTransaction,
    close: () => {
      if (role === "writer") database.exec("pragma wal_checkpoint(truncate)");
      database.close();
    },
  };
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
  readonly writes: boolean;
}

function preparedStatements(database: DatabaseSync): (sql: string) => Prepared {
  // A Map keeps insertion order, so the first key is the one used longest ago.
  const preparedBySql = new Map<string, Prepared>();
  return (sql) => {
    const kept = preparedBySql.get(sql);
    if (kept) {
      preparedBySql.delete(sql);
      preparedBySql.set(sql, kept);
      return kept;
    }
    const statement = database.prepare(sql);
    const prepared = {
      statement,
      returnsRows: statement.columns().length > 0,
      writes: /\breturning\b/i.test(sql),
    };
    preparedBySql.set(sql, prepared);
    const [oldest] = preparedBySql.keys();
    if (preparedBySql.size > preparedLimit && oldest !== undefined) preparedBySql.delete(oldest);
    return prepared;
  };
}

/** node:sqlite binds every number as a float, and `7.0 / 2` is not `7 / 2`. */
function bound(value: SqlValue): SqlValue {
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}
