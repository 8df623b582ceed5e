import type { ClockDep } from "../clock.ts";

export interface BreakerSettings {
  /** Opens at so many failures in a row. */
  readonly failures: number;
  /** Opens when fewer than `share` of the last `window` calls went well. */
  readonly window: number;
  readonly share: number;
  /** Rest before one call may try again. */
  readonly halfOpenMs: number;
}

export type BreakerState = "closed" | "half_open" | "open";

export interface Breaker {
  state(): BreakerState;
  /** Milliseconds until a call may be tried; 0 when it may be now. */
  openForMs(): number;
  /** Leave for one call, or null; in half-open state the first to ask gets the one probe. */
  admit(): BreakerPass | null;
}

/** One admitted call; what it tells counts only for the state that it was admitted in. */
export interface BreakerPass {
  /** An answer has begun: a probe that gets so far closes the breaker. */
  began(): void;
  succeeded(): void;
  failed(): void;
  /** The call came to nothing that tells of health. */
  released(): void;
}

/**
 * A circuit breaker (Nygard, Release It!) for streams: a call succeeds at its end, but a probe has proved enough with
 * its first content, so that nobody waits for it to finish.
 */
export function createBreaker({ clock }: ClockDep, settings: BreakerSettings): Breaker {
  let failuresInRow = 0;
  let latest: boolean[] = [];
  let openUntil: number | null = null;
  /** Rises with each opening and closing, so that calls of before are known. */
  let era = 0;
  let probe: BreakerPass | null = null;

  const close = () => {
    openUntil = null;
    probe = null;
    failuresInRow = 0;
    latest = [];
    era += 1;
  };
  const open = () => {
    openUntil = clock.elapsed() + settings.halfOpenMs;
    probe = null;
    era += 1;
  };
  const note = (ok: boolean) => {
    failuresInRow = ok ? 0 : failuresInRow + 1;
    latest.push(ok);
    if (latest.length > settings.window) latest.shift();
    if (!ok && isFailing()) open();
  };
  const isFailing = () =>
    failuresInRow >= settings.failures ||
    (latest.length === settings.window && latest.filter(Boolean).length < settings.share * settings.window);

  return {
    state() {
      if (openUntil === null) return "closed";
      return clock.elapsed() < openUntil ? "open" : "half_open";
    },
    openForMs: () => (openUntil === null ? 0 : Math.max(0, openUntil - clock.elapsed())),
    admit() {
      if (openUntil !== null && (probe || clock.elapsed() < openUntil)) return null;
      let admittedIn = era;
      const pass: BreakerPass = {
        began() {
          if (probe !== pass) return;
          close();
          admittedIn = era;
        },
        succeeded() {
          if (admittedIn === era && openUntil === null) note(true);
        },
        failed() {
          if (probe === pass) open();
          else if (admittedIn === era && openUntil === null) note(false);
        },
        released() {
          if (probe === pass) probe = null;
        },
      };
      if (openUntil !== null) probe = pass;
      return pass;
    },
  };
}
