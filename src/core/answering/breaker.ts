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
  /** Whether a call may be made; in half-open state the first to ask gets the one probe. */
  admit(): boolean;
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
  let probing = false;

  const close = () => {
    openUntil = null;
    probing = false;
    failuresInRow = 0;
    latest = [];
  };
  const open = () => {
    openUntil = clock.elapsed() + settings.halfOpenMs;
    probing = false;
  };
  const note = (ok: boolean) => {
    failuresInRow = ok ? 0 : failuresInRow + 1;
    latest.push(ok);
    if (latest.length > settings.window) latest.shift();
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
      if (openUntil === null) return true;
      if (probing || clock.elapsed() < openUntil) return false;
      probing = true;
      return true;
    },
    began() {
      if (probing) close();
    },
    succeeded() {
      if (openUntil !== null) return;
      note(true);
    },
    failed() {
      if (openUntil !== null) {
        if (probing) open();
        return;
      }
      note(false);
      if (isFailing()) open();
    },
    released() {
      probing = false;
    },
  };
}
