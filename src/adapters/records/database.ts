import type { Compilable, DeleteResult, InsertResult, Kysely, MergeResult, UpdateResult } from "kysely";
import type { Schema } from "./schema.ts";

/**
 * The records engine, the same for every database behind it. Calls that do not wait for each other may happen in any
 * order.
 *
 * Failures are `AppError`s: `database_unavailable` when the engine cannot answer now (`retryable` says whether the same
 * call may succeed later; a write that failed so may or may not have happened), `conflict` when a constraint refuses
 * the rows. A malformed statement or parameter is a bug and rejects with a plain `Error`. No message holds a value.
 *
 * Whole numbers arrive as numbers, those of eight bytes and counts too: an engine whose driver gives them as text converts
 * them. Of a sum of whole numbers Postgres makes a numeric, which would be text: a statement casts it (`summed.ts`).
 */
export interface Database {
  /**
   * Single statements: `await database.query.selectFrom(...).execute()`. A write resolves when it is durable, and a
   * read sees every write that had resolved when it was started. `transaction()` and `stream()` are refused.
   */
  readonly query: Kysely<Schema>;
  /**
   * All statements in order as one atomic unit; one result per statement. Any failure undoes the whole unit.
   * Durable when it resolves. A unit of only selects reads one snapshot.
   */
  batch<const Statements extends readonly Compilable[]>(
    statements: Statements,
  ): Promise<BatchResults<Statements>>;
  /** Waits for what was started before, then releases the files. Later calls are rejected. */
  close(): Promise<void>;
}

export interface BatchResult<Row = unknown> {
  /** Empty unless the statement is a select or has `returning`. */
  readonly rows: readonly Row[];
  /** Rows inserted, updated or deleted; 0 for a select. */
  readonly changes: number;
}

export type BatchResults<Statements extends readonly Compilable[]> = {
  readonly [Position in keyof Statements]: BatchResult<RowOf<Statements[Position]>>;
};

/** Without `returning`, Kysely types a write by a summary that is not a row. */
type RowOf<Statement> = Statement extends Compilable<infer Row> ? Exclude<Row, Summary> : never;
type Summary = InsertResult | UpdateResult | DeleteResult | MergeResult;
