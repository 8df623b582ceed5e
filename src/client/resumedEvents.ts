import type { EventSourceMessage } from "eventsource-parser";
import { ConnectionError } from "./connectionError.ts";
import { readEvents } from "./eventStream.ts";
import { pause } from "./pause.ts";
import { ProblemError } from "./problemError.ts";

export interface Patience {
  /** Attempts in a row without a byte, after which the stream is given up. */
  readonly attempts: number;
  /** Pause before the first attempt; it doubles up to `longestMs`. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** About twenty seconds: long enough for a server that restarts. */
export const defaultPatience: Patience = { attempts: 8, firstMs: 200, longestMs: 5_000 };

/** Opens the stream after the event `lastId`, null before any. Answers null when it cannot be opened again. */
export type OpenEvents = (lastId: string | null) => Promise<Response> | null;

/**
 * Events of a stream that is opened again wherever it broke. A first opening that fails is final: it may be a request
 * that begins something. Never ends by itself; throws ProblemError, ConnectionError, or the signal's reason.
 */
export async function* resumedEvents(
  open: OpenEvents,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<EventSourceMessage, void> {
  let lastId: string | null = null;
  let failures = 0;
  let opening = open(null);
  await opening;
  while (opening) {
    let fault: unknown = null;
    try {
      for await (const message of readEvents(await opening, () => (failures = 0))) {
        lastId = message.id ?? lastId;
        yield message;
      }
    } catch (cause) {
      signal.throwIfAborted();
      if (!mayPass(cause)) throw cause;
      fault = cause;
    }
    signal.throwIfAborted();
    failures += 1;
    if (failures > patience.attempts) throw fault instanceof Error ? fault : brokenOff();
    await pause(delayOf(failures, patience, fault), signal);
    opening = open(lastId);
  }
  throw brokenOff();
}

function brokenOff(): ConnectionError {
  return new ConnectionError("The connection broke off and did not come back.");
}

/** A broken connection throws whatever its transport throws; only the server's own refusals are final. */
function mayPass(cause: unknown): boolean {
  return !(cause instanceof ProblemError) || cause.retryable;
}

/** Exponential; the random half keeps clients of a restarted server from returning together. */
function delayOf(failures: number, { firstMs, longestMs }: Patience, fault: unknown): number {
  const growing = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  const asked = fault instanceof ProblemError ? Math.min(fault.retryAfterMs ?? 0, longestMs) : 0;
  return Math.max(asked, growing * (0.5 + Math.random() / 2));
}
