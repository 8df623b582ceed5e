/** Time as a dependency, so that limits and leases can be tested with a moved clock. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Monotonic milliseconds, for durations only. */
  readonly elapsed: () => number;
  /** Resolves in a later turn of the event loop, one caller a turn, so that long computations let others in between. */
  readonly breathe: () => Promise<void>;
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

/** Resolves after `ms`, or as soon as the signal aborts. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    const done = () => {
      cancel();
      signal?.removeEventListener("abort", done);
      resume();
    };
    const cancel = clock.after(ms, done);
    signal?.addEventListener("abort", done, { once: true });
    if (signal?.aborted) done();
  });
}
