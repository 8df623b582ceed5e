import type { Worker } from "node:worker_threads";
import { AppError } from "../../core/errors.ts";
import type { BatchResult } from "./database.ts";
import { sqliteError } from "./sqliteError.ts";
import type { Outcome, Request, Unit } from "./sqliteMessages.ts";

/** The main thread's end of one worker. */
export interface Channel {
  /** One result per statement, in order. The caller names the row types; nothing checks them. */
  submit<Results extends readonly BatchResult[]>(unit: Unit): Promise<Results>;
  /** Answers received so far: for the writer, the commits tried. */
  replies(): number;
  /** Rejects new units, waits for the waiting ones, then for the end of the worker. */
  close(): Promise<void>;
}

/**
 * Units submitted in one turn of the event loop travel in one message. A worker that dies rejects what waits for it, and
 * the next unit starts another. The process is kept alive only while something waits.
 */
export function openChannel(start: () => Worker): Channel {
  let replies = 0;
  let closed: Promise<void> | null = null;
  let line = connect();

  function connect(): Line {
    return openLine(start(), () => {
      replies += 1;
    });
  }

  return {
    submit: <Results extends readonly BatchResult[]>(unit: Unit) =>
      new Promise<Results>((fulfil, reject) => {
        if (closed) return reject(unavailable("the database is closed", { retryable: false }));
        if (!line.alive()) line = connect();
        line.send(unit, { resolve: (results: Results) => fulfil(results), reject });
      }),
    replies: () => replies,
    close: () => (closed ??= line.close()),
  };
}

interface Waiting {
  // A method, so that a caller's narrower row types are taken.
  resolve(results: readonly BatchResult[]): void;
  reject(error: Error): void;
}

/** One worker's life. */
interface Line {
  send(unit: Unit, waiting: Waiting): void;
  alive(): boolean;
  close(): Promise<void>;
}

function openLine(worker: Worker, replied: () => void): Line {
  const waiting: Waiting[] = [];
  let outbox: Unit[] = [];
  let alive = true;
  let closing = false;
  let cause: unknown;

  worker.unref();
  worker.on("message", (outcomes: readonly Outcome[]) => {
    const answered = waiting.splice(0, outcomes.length);
    if (waiting.length === 0 && !closing) worker.unref();
    replied();
    for (const [position, one] of answered.entries()) settle(one, outcomes[position]);
  });
  worker.on("error", (error) => {
    cause = error;
  });
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => {
      alive = false;
      for (const one of waiting.splice(0)) one.reject(unavailable(lostAnswer, { retryable: true, cause }));
      resolve();
    });
  });

  function flush(): void {
    const units = outbox;
    outbox = [];
    if (units.length > 0 && alive) post({ units });
  }

  function post(request: Request): void {
    worker.postMessage(request);
  }

  return {
    send: (unit, one) => {
      // After the promises of this turn have run, so that all they submit shares one message.
      if (outbox.length === 0) setImmediate(flush);
      if (waiting.length === 0) worker.ref();
      outbox.push(unit);
      waiting.push(one);
    },
    alive: () => alive,
    close: () => {
      if (!alive) return ended;
      closing = true;
      worker.ref();
      flush();
      post({ close: true });
      return ended;
    },
  };
}

const lostAnswer = "the database thread ended before it answered; a write may or may not have happened";

function settle(waiting: Waiting, outcome: Outcome | undefined): void {
  if (!outcome) waiting.reject(unavailable("the database thread gave no answer", { retryable: true }));
  else if ("failure" in outcome) waiting.reject(sqliteError(outcome.failure));
  else waiting.resolve(outcome.results);
}

function unavailable(message: string, options: { retryable: boolean; cause?: unknown }): AppError {
  return new AppError("database_unavailable", message, options);
}
