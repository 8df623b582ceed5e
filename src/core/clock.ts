/** Time as a dependency, so that limits and leases can be tested with a moved clock. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Monotonic milliseconds, for durations only. */
  readonly elapsed: () => number;
  /** Calls `run` once after `ms`; the returned function calls it off. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export interface ClockDep {
  readonly clock: Clock;
}

/** A duration as it is told: tenths of a millisecond. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
