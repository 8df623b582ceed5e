import type { ClockDep } from "../../core/clock.ts";
import { AppError } from "../../core/errors.ts";
import type { AnsweredRow, AttemptRow } from "../../core/answering/usage.ts";
import type { TelemetryDep } from "../../core/telemetry.ts";

/** Rows that are written as one unit. */
export interface UsageBatch {
  readonly attempts: AttemptRow[];
  readonly answered: AnsweredRow[];
}

/** Rows on their way to the database. */
export interface UsageQueue {
  attempt(row: AttemptRow): void;
  answered(row: AnsweredRow): void;
  /** Attempts that are not known to be durable. */
  unsaved(): Iterable<AttemptRow>;
  /** Tries to write all there is. */
  flush(): Promise<void>;
  /** Runs a read while nothing is being written, so that each attempt is either in the database or in `unsaved`. */
  between<T>(read: () => Promise<T>): Promise<T>;
  /** Flushes, and gives up what cannot be written. */
  close(): Promise<void>;
}

/** How long a row may wait for others. */
const gatherMs = 100;
const batchRows = 500;
/** Full batches kept while the database does not take them: 50,000 rows. */
const batchLimit = 100;
const retryMs = 1_000;

/**
 * Gathers rows and has them written a batch at a time, in order. A batch that fails is tried again; the oldest ones
 * are lost, and `usage_lost` says how many rows, when too many wait or `write` shows that no retry can help.
 * `write` is atomic and refuses an attempt that is there already with AppError `conflict`.
 */
export function createUsageQueue(
  { clock, telemetry }: ClockDep & TelemetryDep,
  write: (batch: UsageBatch) => Promise<unknown>,
): UsageQueue {
  let open: UsageBatch = { attempts: [], answered: [] };
  let waiting: UsageBatch[] = [];
  /** Batches whose last try may have reached the disk all the same. */
  const uncertain = new WeakSet<UsageBatch>();
  let draining: Promise<void> | null = null;
  let writing: Promise<unknown> | null = null;
  const reading = new Set<Promise<unknown>>();
  let cancelTimer: (() => void) | null = null;
  let closed = false;

  const lose = (rows: number, cause?: unknown) => telemetry.error("usage_lost", { rows }, cause);

  const shut = () => {
    if (sizeOf(open) === 0) return;
    waiting.push(open);
    open = { attempts: [], answered: [] };
    if (waiting.length <= batchLimit) return;
    // The first one may be under way.
    const [dropped] = waiting.splice(draining ? 1 : 0, 1);
    if (dropped) lose(sizeOf(dropped));
  };

  const wakeIn = (ms: number) => {
    cancelTimer ??= clock.after(ms, () => {
      cancelTimer = null;
      void drain();
    });
  };
  const sleepNoMore = () => {
    cancelTimer?.();
    cancelTimer = null;
  };

  const taken = () => {
    if (closed) return lose(1);
    if (sizeOf(open) < batchRows) {
      if (!draining) wakeIn(gatherMs);
      return;
    }
    const isFirst = waiting.length === 0;
    shut();
    if (!isFirst || draining) return;
    sleepNoMore();
    void drain();
  };

  /** True when the batch is done with. */
  const save = async (batch: UsageBatch): Promise<boolean> => {
    const written = Promise.withResolvers<void>();
    writing = written.promise;
    try {
      await Promise.allSettled(reading);
      await write(batch);
    } catch (cause) {
      const code = cause instanceof AppError ? cause.code : null;
      if (code === "database_unavailable") {
        uncertain.add(batch);
        telemetry.warn("usage_unsaved", { rows: sizeOf(batch) }, cause);
        return false;
      }
      if (code === "conflict" && uncertain.has(batch)) return true;
      // One row is at fault: halving finds it, so that the others are kept.
      if (sizeOf(batch) > 1) waiting.splice(1, 0, ...halves(batch));
      else lose(1, cause);
    } finally {
      writing = null;
      written.resolve();
    }
    return true;
  };

  const drainAll = async () => {
    shut();
    for (let batch = waiting[0]; batch; batch = waiting[0]) {
      if (!(await save(batch))) return;
      waiting.shift();
    }
  };
  const drain = (): Promise<void> =>
    (draining ??= drainAll().finally(() => {
      draining = null;
      if (closed) return;
      if (waiting.length > 0) wakeIn(retryMs);
      else if (sizeOf(open) > 0) wakeIn(gatherMs);
    }));

  const flush = async () => {
    sleepNoMore();
    if (draining) await draining;
    sleepNoMore();
    await drain();
  };

  return {
    attempt(row) {
      if (!closed) open.attempts.push(row);
      taken();
    },
    answered(row) {
      if (!closed) open.answered.push(row);
      taken();
    },
    *unsaved() {
      for (const { attempts } of [...waiting, open]) yield* attempts;
    },
    flush,
    async between(read) {
      while (writing) await writing;
      const result = read();
      reading.add(result);
      try {
        return await result;
      } finally {
        reading.delete(result);
      }
    },
    async close() {
      closed = true;
      await flush();
      const left = waiting.reduce((sum, batch) => sum + sizeOf(batch), 0);
      waiting = [];
      if (left > 0) lose(left);
    },
  };
}

function sizeOf({ attempts, answered }: UsageBatch): number {
  return attempts.length + answered.length;
}

function halves({ attempts, answered }: UsageBatch): UsageBatch[] {
  const [inAttempts, inAnswered] = [Math.ceil(attempts.length / 2), Math.floor(answered.length / 2)];
  return [
    { attempts: attempts.slice(0, inAttempts), answered: answered.slice(0, inAnswered) },
    { attempts: attempts.slice(inAttempts), answered: answered.slice(inAnswered) },
  ];
}
