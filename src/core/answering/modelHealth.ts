import type { ClockDep } from "../clock.ts";
import { createBreaker, type BreakerSettings, type BreakerState } from "./breaker.ts";
import { failureTable } from "./failureTable.ts";
import { createLoad, type Load } from "./load.ts";
import type { Failure } from "./modelError.ts";

/** How one model has been doing in this process: whether it may be called, and how quick and sure it is. */
export interface ModelHealth {
  readonly state: BreakerState;
  readonly load: Load;
  /** The refused key or empty account that its last failure told of; null once it has answered again. */
  readonly refusal: Failure | null;
  /** Leave for one call, or milliseconds until it may be asked for again. */
  admit(): Admission | number;
  /** Milliseconds of rest that are left, without asking for leave. */
  readonly restsForMs: () => number;
}

/** One admitted call. It must be told how that ended, by exactly one of the last three. */
export interface Admission {
  /** The first content came, so many milliseconds after the start. */
  began(firstContentMs: number): void;
  succeeded(): void;
  failed(failure: Failure): void;
  /** Called off, or ended by what is no fault of the model. */
  released(): void;
}

export interface ModelHealthDep {
  readonly healthOf: (modelId: string) => ModelHealth;
}

/** One record a model, made at its first use. */
export function createModelHealth(deps: ClockDep, settings: BreakerSettings): ModelHealthDep["healthOf"] {
  const byId = new Map<string, ModelHealth>();
  return (modelId) => {
    const known = byId.get(modelId);
    if (known) return known;
    const made = healthOfOne(deps, settings);
    byId.set(modelId, made);
    return made;
  };
}

/** Timers may fire early: whoever waited for the end of a rest is not sent away for the fraction that is left of it. */
const timerErrorMs = 2;
/** A vendor that asks for a longer rest is asked again after this. */
const longestRestMs = 3_600_000;

function healthOfOne(deps: ClockDep, settings: BreakerSettings): ModelHealth {
  const breaker = createBreaker(deps, settings);
  const load = createLoad(deps);
  let restUntil = 0;
  let refusal: Failure | null = null;
  const restsForMs = () => Math.max(breaker.openForMs(), restUntil - deps.clock.elapsed(), 0);
  return {
    get state() {
      return breaker.state();
    },
    get refusal() {
      return refusal;
    },
    load,
    restsForMs,
    admit() {
      const rest = restsForMs();
      if (rest > timerErrorMs) return rest;
      const pass = breaker.admit();
      if (!pass) return breaker.openForMs() || settings.halfOpenMs;
      load.started();
      return {
        began(firstContentMs) {
          load.began(firstContentMs);
          pass.began();
        },
        succeeded() {
          refusal = null;
          load.ended(true);
          pass.succeeded();
        },
        failed(failure) {
          const isItsFault = failureTable[failure.class].breaker;
          const isLimited = failure.class === "rate_limited";
          refusal = failure.class === "auth" || failure.class === "quota" ? failure : null;
          load.ended(isItsFault || isLimited ? false : null);
          if (isItsFault) pass.failed();
          else pass.released();
          // Its own word on when to come back.
          if (failure.retryAfterMs !== null && (isItsFault || isLimited))
            restUntil = deps.clock.elapsed() + Math.min(failure.retryAfterMs, longestRestMs);
        },
        released() {
          load.ended(null);
          pass.released();
        },
      };
    },
  };
}
