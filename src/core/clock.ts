/** Time as a dependency, so that limits and leases can be tested with a moved clock. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Monotonic milliseconds, for durations only. */
  elapsed(): number;
  /** Calls `run` once after `ms`; the returned function calls it off. */
  after(ms: number, run: () => void): () => void;
}

export interface ClockDep {
  readonly clock: Clock;
}
