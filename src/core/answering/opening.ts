import { startAttempt, type Attempt, type AttemptDeps } from "./attempt.ts";
import type { Call } from "./call.ts";
import { failureTable } from "./failureTable.ts";
import type { Model } from "./model.ts";
import type { Failure } from "./modelError.ts";
import type { ModelHealthDep } from "./modelHealth.ts";

export interface RetrySettings {
  /** Further calls of one model before its first content. */
  readonly retries: number;
  /** The first wait is up to this long, each later one up to twice as long. */
  readonly baseMs: number;
}

export interface RetryDep {
  readonly retry: RetrySettings;
}

export type OpeningDeps = AttemptDeps & RetryDep & ModelHealthDep;

/** A model that did not get to its first content, and why: the last failure, or a rest that it was found in. */
export interface NotOpened {
  readonly model: Model;
  readonly failure: Failure | null;
  /** Milliseconds until it may be asked again; 0 when nobody knows. */
  readonly restsForMs: number;
}

/** A model on its way to its first content, retries included. */
export interface Opening {
  readonly model: Model;
  /** Rejects with the signal's reason, or with a bug. */
  readonly result: Promise<Attempt | NotOpened>;
  /** Calls it off because another was quicker. */
  readonly lose: () => void;
}

export function isOpened(result: Attempt | NotOpened | readonly NotOpened[]): result is Attempt {
  return "next" in result;
}

/**
 * Asks one model until its first content comes. Waits between tries are exponential with full jitter (Brooker,
 * "Exponential Backoff and Jitter"), or what the model asked for when that fits the deadline.
 */
export function openModel(deps: OpeningDeps, model: Model, call: Call, signal: AbortSignal): Opening {
  const health = deps.healthOf(model.id);
  let attempt: Attempt | null = null;
  let wake: (() => void) | null = null;
  let lost = false;

  const pause = (ms: number) =>
    new Promise<void>((resume) => {
      const done = () => {
        cancel();
        signal.removeEventListener("abort", done);
        resume();
      };
      const cancel = deps.clock.after(ms, done);
      signal.addEventListener("abort", done, { once: true });
      wake = done;
    });

  const open = async (): Promise<Attempt | NotOpened> => {
    let failure: Failure | null = null;
    for (let tries = 1; !lost; tries++) {
      const admission = health.admit();
      // A key that is refused stays worth telling while its model rests.
      if (typeof admission === "number")
        return { model, failure: failure ?? health.refusal, restsForMs: admission };
      attempt = startAttempt(deps, { model, admission, tries }, call, signal);
      if (await attempt.begin()) return attempt;
      ({ failure } = attempt);
      const wait = failure && waitBefore(deps, failure, tries, call.deadline);
      if (wait === null || lost) break;
      await pause(wait);
      signal.throwIfAborted();
    }
    return { model, failure, restsForMs: failure?.retryAfterMs ?? 0 };
  };

  return {
    model,
    result: open(),
    lose() {
      lost = true;
      attempt?.close("lost");
      wake?.();
    },
  };
}

/** Milliseconds before the same model is asked again; null when it is not to be. */
function waitBefore(
  { retry, clock, random }: OpeningDeps,
  { class: failed, retryAfterMs }: Failure,
  tries: number,
  deadline: number,
): number | null {
  if (!failureTable[failed].retry || tries > retry.retries) return null;
  const wait = retryAfterMs ?? random.fraction() * retry.baseMs * 2 ** (tries - 1);
  return clock.elapsed() + wait < deadline ? wait : null;
}
