import type { Connection } from "./sqliteConnection.ts";
import type { Failure, Outcome, Statement, Unit } from "./sqliteMessages.ts";

/**
 * Runs the units in order in one transaction with one commit, so that one fsync makes all of them durable. A unit that
 * fails is undone alone; when the commit itself fails, every unit has failed.
 */
export function commitGroup(connection: Connection, units: readonly Unit[]): readonly Outcome[] {
  try {
    connection.run(begin);
    const outcomes = units.map((unit) => runUnit(connection, unit));
    connection.run(commit);
    return outcomes;
  } catch (error) {
    if (connection.inTransaction()) connection.run(rollback);
    const failure = failureOf(error);
    return units.map(() => ({ failure }));
  }
}

/**
 * Runs units of selects on one snapshot: each by itself would find its page cache emptied by the commit before it. A unit
 * that fails has failed alone.
 */
export function readGroup(connection: Connection, units: readonly Unit[]): readonly Outcome[] {
  if (units.length === 1 && units[0]?.length === 1) return [attempt(connection, units[0])];
  try {
    connection.run(beginRead);
    return units.map((unit) => attempt(connection, unit));
  } catch (error) {
    const failure = failureOf(error);
    return units.map(() => ({ failure }));
  } finally {
    if (connection.inTransaction()) connection.run(rollback);
  }
}

export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : "unknown failure";
  const resultCode =
    error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode : null;
  return { resultCode, message };
}

/** Throws only when the whole transaction is lost, as SQLite may decide on a full disk. */
function runUnit(connection: Connection, unit: Unit): Outcome {
  if (isAtomicAlone(connection, unit)) return keepTransaction(connection, attempt(connection, unit));
  connection.run(savepoint);
  const outcome = keepTransaction(connection, attempt(connection, unit));
  if ("failure" in outcome) connection.run(rollbackToSavepoint);
  connection.run(releaseSavepoint);
  return outcome;
}

/** SQLite undoes a failed statement by itself, but not one whose rows cannot be read as JavaScript values. */
function isAtomicAlone(connection: Connection, unit: Unit): boolean {
  const [only, second] = unit;
  if (!only || second) return false;
  try {
    return !connection.returnsRows(only);
  } catch {
    return false;
  }
}

function attempt(connection: Connection, unit: Unit): Outcome {
  try {
    return { results: unit.map((one) => connection.run(one)) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

function keepTransaction(connection: Connection, outcome: Outcome): Outcome {
  if (connection.inTransaction()) return outcome;
  if ("results" in outcome) throw new Error("a statement ended the transaction it shares with others");
  throw Object.assign(new Error(outcome.failure.message), { errcode: outcome.failure.resultCode });
}

const begin = statement("begin immediate");
const beginRead = statement("begin");
const commit = statement("commit");
const rollback = statement("rollback");
const savepoint = statement("savepoint unit");
const rollbackToSavepoint = statement("rollback to unit");
const releaseSavepoint = statement("release unit");

function statement(sql: string): Statement {
  return { sql, parameters: [] };
}
