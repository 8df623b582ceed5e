import { AppError } from "../../core/errors.ts";
import type { Failure } from "./sqliteMessages.ts";

/**
 * What a failed statement means to the caller. SQLite's messages name tables and columns, never values.
 * Primary result codes: https://www.sqlite.org/rescode.html
 */
export function sqliteError({ resultCode, message }: Failure): Error {
  if (resultCode === null) return new Error(`SQLite cannot run the statement: ${message}`);
  const primary = resultCode & 0xff;
  if (primary === constraint) return new AppError("conflict", `SQLite: ${message}`, { retryable: false });
  if (passing.has(primary))
    return new AppError("database_unavailable", `SQLite: ${message}`, { retryable: true });
  if (lasting.has(primary))
    return new AppError("database_unavailable", `SQLite: ${message}`, { retryable: false });
  return new Error(`SQLite: ${message}`);
}

const constraint = 19;
/** BUSY, LOCKED, NOMEM, INTERRUPT, IOERR, FULL, PROTOCOL. */
const passing: ReadonlySet<number> = new Set([5, 6, 7, 9, 10, 13, 15]);
/** PERM, ABORT, READONLY, CORRUPT, CANTOPEN, AUTH, NOTADB. */
const lasting: ReadonlySet<number> = new Set([3, 4, 8, 11, 14, 23, 26]);
