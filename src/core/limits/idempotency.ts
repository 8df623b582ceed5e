import { refuse, isRefusal, type Refusal } from "../errors.ts";
import type { TelemetryDep } from "../telemetry.ts";

/** A request that its sender has given a key, so that sending it again does nothing again. */
export interface KeyedRequest {
  readonly workspaceId: string;
  readonly actor: string;
  /** The sender's own. */
  readonly key: string;
  /** Equal for equal requests only. */
  readonly digest: string;
}

/** What stands under a key. */
export interface KeptRequest {
  readonly digest: string;
  /** Chosen before anything was done; the work is done under them. */
  readonly ids: readonly string[];
  /** JSON of what came of it; null while it is under way, or for ever when its process died. */
  readonly result: string | null;
}

/** Requests by key, for a day. Throws AppError `database_unavailable`. */
export interface IdempotencyRecords {
  /** Puts the ids under the key unless there are some: what stands there now, and whether it was put there by this call. */
  reserve(
    request: KeyedRequest,
    ids: readonly string[],
  ): Promise<{ readonly kept: KeptRequest; readonly isNew: boolean }>;
  finish(request: KeyedRequest, ids: readonly string[], result: string): Promise<void>;
  /** Gives the key free. */
  release(request: KeyedRequest): Promise<void>;
  /** Forgets what is older than a day; resolves to how many. */
  prune(signal: AbortSignal): Promise<number>;
}

export interface IdempotencyRecordsDep {
  readonly idempotency: IdempotencyRecords;
}

/** One piece of work that is done once for all requests of one key. */
export interface OnceWork<Outcome> {
  /** Chosen anew for a first request; as many as it needs. */
  readonly ids: () => readonly string[];
  /**
   * Does it under these ids. `again` says that somebody began before and may have finished: what is there under the ids
   * is then the outcome.
   */
  readonly run: (ids: readonly string[], again: boolean) => Promise<Outcome | Refusal>;
  /** What is remembered of the outcome, as JSON. */
  readonly remembered: (outcome: Outcome) => unknown;
  /** The outcome for a request that comes after. */
  readonly repeat: (ids: readonly string[], remembered: unknown) => Promise<Outcome | Refusal>;
}

export interface Once {
  <Outcome>(request: KeyedRequest, work: OnceWork<Outcome>): Promise<Outcome | Refusal>;
}

export interface OnceDep {
  readonly once: Once;
}

/**
 * Keys are reserved in the records before the work and finished after it. A request whose key is under way here waits
 * for it; work that was refused or threw gives its key free. A reservation that nobody here works on is of a process
 * that died: the work is done again, under the same ids. Only one process at a time may serve a data folder.
 */
export function createOnce(deps: IdempotencyRecordsDep & TelemetryDep): Once {
  const underWay = new Map<string, { readonly digest: string; readonly ended: Promise<void> }>();

  return async (request, work) => {
    const name = JSON.stringify([request.workspaceId, request.actor, request.key]);
    for (let before = underWay.get(name); before; before = underWay.get(name)) {
      if (before.digest !== request.digest) return keyTaken;
      await before.ended;
    }
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    underWay.set(name, { digest: request.digest, ended });
    try {
      const { kept, isNew } = await deps.idempotency.reserve(request, work.ids());
      if (kept.digest !== request.digest) return keyTaken;
      if (kept.result !== null) {
        const remembered: unknown = JSON.parse(kept.result);
        return await work.repeat(kept.ids, remembered);
      }
      return await done(deps, request, work, kept.ids, !isNew);
    } finally {
      underWay.delete(name);
      end();
    }
  };
}

async function done<Outcome>(
  deps: IdempotencyRecordsDep & TelemetryDep,
  request: KeyedRequest,
  work: OnceWork<Outcome>,
  ids: readonly string[],
  again: boolean,
): Promise<Outcome | Refusal> {
  const untold = (cause: unknown) => deps.telemetry.warn("idempotency_key_unfinished", {}, cause);
  let outcome: Outcome | Refusal;
  try {
    outcome = await work.run(ids, again);
  } catch (cause) {
    await deps.idempotency.release(request).catch(untold);
    throw cause;
  }
  if (isRefusal(outcome)) await deps.idempotency.release(request).catch(untold);
  // Left unfinished, the next request looks under the ids and finds it done.
  else {
    const result = JSON.stringify(work.remembered(outcome));
    await deps.idempotency.finish(request, ids, result).catch(untold);
  }
  return outcome;
}

const keyTaken: Refusal = refuse(
  "conflict",
  "This Idempotency-Key was used for another request within the last 24 hours: send a new key with a new request.",
);
