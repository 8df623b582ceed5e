import type { ClockDep } from "../../core/clock.ts";
import { AppError } from "../../core/errors.ts";
import type { AuditBook, AuditRow } from "../../core/feedback/audit.ts";
import type { TelemetryDep } from "../../core/telemetry.ts";

/** Audit rows on their way to the database. */
export interface AuditQueue extends AuditBook {
  /** Tries to write all there is. */
  flush(): Promise<void>;
  /** Flushes, and gives up what cannot be written. */
  close(): Promise<void>;
}

const gatherMs = 250;
const batchRows = 500;
/** Kept while the database does not take them; the oldest go first. */
const mostWaiting = 20_000;
const retryMs = 1_000;

/**
 * Gathers rows for a quarter of a second and has them written together. A write that the database cannot take now is
 * tried again each second; `audit_lost` says how many rows were given up. `write` is atomic and leaves a row that is there
 * already as it is.
 */
export function createAuditQueue(
  { clock, telemetry }: ClockDep & TelemetryDep,
  write: (rows: readonly AuditRow[]) => Promise<unknown>,
): AuditQueue {
  let waiting: AuditRow[] = [];
  let underWay: readonly AuditRow[] = [];
  let draining: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  let closed = false;

  const lose = (rows: number, cause?: unknown) => telemetry.error("audit_lost", { rows }, cause);

  /** False when the same rows are to be tried again. */
  const save = async (rows: readonly AuditRow[]): Promise<boolean> => {
    try {
      await write(rows);
    } catch (cause) {
      if (cause instanceof AppError && cause.code === "database_unavailable") {
        telemetry.warn("audit_unsaved", { rows: rows.length }, cause);
        return false;
      }
      if (rows.length === 1) lose(1, cause);
      // One row is at fault: the others are kept.
      else return saveOneByOne(rows);
    }
    return true;
  };
  const saveOneByOne = async (rows: readonly AuditRow[]): Promise<boolean> => {
    let isSaved = true;
    for (const row of rows) isSaved = (await save([row])) && isSaved;
    return isSaved;
  };

  /** How long what is left has to wait. */
  const drainAll = async (): Promise<number> => {
    while (waiting.length > 0) {
      underWay = waiting.splice(0, batchRows);
      const isSaved = await save(underWay);
      if (!isSaved) waiting = [...underWay, ...waiting];
      underWay = [];
      if (!isSaved) return retryMs;
    }
    return gatherMs;
  };
  const drain = (): Promise<void> =>
    (draining ??= drainAll().then((waitMs) => {
      draining = null;
      if (waiting.length > 0) wakeIn(waitMs);
    }));

  const wakeIn = (ms: number) => {
    if (closed || draining) return;
    cancelTimer ??= clock.after(ms, () => {
      cancelTimer = null;
      void drain();
    });
  };
  const sleepNoMore = () => {
    cancelTimer?.();
    cancelTimer = null;
  };

  const flush = async () => {
    if (draining) await draining;
    sleepNoMore();
    await drain();
  };

  return {
    record(row) {
      if (closed) return lose(1);
      waiting.push(row);
      if (waiting.length + underWay.length > mostWaiting) {
        waiting.shift();
        lose(1);
      }
      wakeIn(gatherMs);
    },
    flush,
    async close() {
      closed = true;
      await flush();
      if (waiting.length > 0) lose(waiting.length);
      waiting = [];
    },
  };
}
