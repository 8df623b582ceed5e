import type { ClockDep } from "../clock.ts";
import { createBreaker, type BreakerSettings, type BreakerState } from "./breaker.ts";
import { createLoad, type Load } from "./load.ts";
import type { Failure } from "./modelError.ts";
import { failureTable } from "./failureTable.ts";

/** How one model has been doing in this process: whether it may be called, and how quick and sure it is. */
export interface ModelHealth {
  readonly state: BreakerState;
  readonly load: Load;
  /** Null when it may be called now, and then it must be told how that went; else when it may be called again, in milliseconds. */
  admit(): number | null;
  /** The refused key or empty account that its last failure told of; null once it has answered again. */
  readonly refusal: Failure | null;
  /** The same question without taking the one probe of a half-open breaker. */
  readonly restsForMs: () => number;
  /** The first content came, so many milliseconds after the start. */
  began(firstContentMs: number): void;
  succeeded(): void;
  failed(failure: Failure): void;
  /** Called off before it could succeed or fail. */
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
      if (!breaker.admit()) return breaker.openForMs() || settings.halfOpenMs;
      load.started();
      return null;
    },
    began(firstContentMs) {
      load.began(firstContentMs);
      breaker.began();
    },
    succeeded() {
      refusal = null;
      load.ended(true);
      breaker.succeeded();
    },
    failed(failure) {
      refusal = failure.class === "auth" || failure.class === "quota" ? failure : null;
      const isItsFault = failureTable[failure.class].breaker;
      load.ended(isItsFault || failure.class === "rate_limited" ? false : null);
      if (isItsFault) breaker.failed();
      else breaker.released();
      // Its own word on when to come back.
      if (failure.retryAfterMs !== null) restUntil = deps.clock.elapsed() + failure.retryAfterMs;
    },
    released() {
      load.ended(null);
      breaker.released();
    },
  };
}
