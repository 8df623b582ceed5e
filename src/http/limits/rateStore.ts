import type { FastifyRateLimitOptions, FastifyRateLimitStore } from "@fastify/rate-limit";
import type { ClockDep } from "../../core/clock.ts";
import { createRateWindows, type RateCount, type RateWindows } from "../../core/limits/rateWindows.ts";

type Callback = (error: Error | null, result?: RateCount) => void;

/** The plugin's counters, with bounded memory and a clock that tests can move. */
export function rateStore(deps: ClockDep) {
  return class RateStore implements FastifyRateLimitStore {
    readonly #options: FastifyRateLimitOptions;
    #windows: RateWindows | null = null;

    constructor(options: FastifyRateLimitOptions) {
      this.#options = options;
    }

    incr(key: string, callback: Callback, windowMs: number): void {
      callback(null, this.#of(windowMs).count(key));
    }

    read(key: string, callback: Callback, windowMs: number): void {
      callback(null, this.#of(windowMs).read(key));
    }

    child(): RateStore {
      return new RateStore(this.#options);
    }

    /** A limiter has one length of window all its life. */
    #of(windowMs: number): RateWindows {
      return (this.#windows ??= createRateWindows(deps, windowMs));
    }
  };
}
