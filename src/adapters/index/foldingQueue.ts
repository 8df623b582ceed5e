import { setTimeout as schedule, clearTimeout as cancel } from "node:timers";

export interface FoldingQueue {
  /** Runs after every earlier write has ended, whatever its end. `rows` is what the write leaves unfolded. */
  write<T>(rows: number, work: () => Promise<T>): Promise<T>;
  /** Tells of rows left unfolded by an earlier process: they are folded when no write comes. */
  leftOver(rows: number): void;
  /** Waits for every write and fold accepted so far; no fold starts afterwards. */
  close(): Promise<void>;
}

export interface FoldingOptions {
  /** Makes earlier writes cheap to read. It never runs beside a write or itself. */
  readonly fold: () => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Folding is due after so many writes or rows, once the rest after the fold before is over. */
  readonly limit?: { readonly writes: number; readonly rows: number };
  /** Milliseconds without a write after which anything unfolded is folded. */
  readonly idleMs?: number;
}

/** A fold costs in proportion to the whole table, so between two of them writes get at least as long as a fold takes. */
const restPerFoldTime = 1;

/**
 * One workspace's writes, one at a time, with folding in between. A write is answered before the fold it sets off;
 * the next write waits for that fold.
 */
export function createFoldingQueue({
  fold,
  onError,
  limit = { writes: 64, rows: 2_000 },
  idleMs = 1_000,
}: FoldingOptions): FoldingQueue {
  let tail: Promise<void> = Promise.resolve();
  let unfolded = { writes: 0, rows: 0 };
  let restUntil = 0;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;

  function write<T>(rows: number, work: () => Promise<T>): Promise<T> {
    cancel(idle);
    const written = tail.then(work);
    tail = written.then(
      () => afterWrite(rows),
      () => afterWrite(0),
    );
    return written;
  }

  async function afterWrite(rows: number): Promise<void> {
    if (rows > 0) unfolded = { writes: unfolded.writes + 1, rows: unfolded.rows + rows };
    const due = unfolded.writes >= limit.writes || unfolded.rows >= limit.rows;
    if (due && performance.now() >= restUntil) await foldNow();
    if (unfolded.writes > 0) foldWhenIdle();
  }

  function leftOver(rows: number): void {
    unfolded = { writes: unfolded.writes + 1, rows: unfolded.rows + rows };
    foldWhenIdle();
  }

  function foldWhenIdle(): void {
    cancel(idle);
    if (closed) return;
    idle = schedule(() => {
      tail = tail.then(foldNow);
    }, idleMs).unref();
  }

  async function foldNow(): Promise<void> {
    if (closed || unfolded.writes === 0) return;
    const started = performance.now();
    unfolded = { writes: 0, rows: 0 };
    await fold().catch((error: unknown) => {
      // What a failing fold reports as left over waits for the next write: trying by itself it would fail for ever.
      unfolded = { writes: 0, rows: 0 };
      cancel(idle);
      onError(error);
    });
    const ended = performance.now();
    restUntil = ended + restPerFoldTime * (ended - started);
  }

  async function close(): Promise<void> {
    closed = true;
    cancel(idle);
    await tail;
  }

  return { write, leftOver, close };
}
