import type { ClockDep } from "../clock.ts";
import type { AttemptTimers } from "./model.ts";

export type Expiry = "connect_timeout" | "first_token_timeout" | "idle_timeout" | "total_timeout";

/** A timer that fires so late says that this process was busy, not that the model was silent. */
const stallMs = 50;

export interface AttemptTimer {
  /** The model took the request. */
  opened(): void;
  /** Something of the answer came. */
  active(): void;
  stop(): void;
}

/**
 * Watches the four limits of one attempt with a single timer that is set anew only when it fires or must fire
 * earlier: an event costs no more than reading the clock. `expire` is called at most once.
 */
export function attemptTimer(
  { clock }: ClockDep,
  limits: AttemptTimers,
  expire: (as: Expiry) => void,
): AttemptTimer {
  const started = clock.elapsed();
  const end = started + limits.totalMs;
  let phase: Exclude<Expiry, "total_timeout"> = "connect_timeout";
  let due = started + limits.connectMs;
  let firesAt = Number.POSITIVE_INFINITY;
  let cancel: (() => void) | null = null;

  const arm = () => {
    const at = Math.min(due, end);
    if (at >= firesAt) return;
    cancel?.();
    firesAt = at;
    cancel = clock.after(Math.max(0, at - clock.elapsed()), check);
  };
  const check = () => {
    const isLate = clock.elapsed() - firesAt > stallMs;
    firesAt = Number.POSITIVE_INFINITY;
    cancel = null;
    const now = clock.elapsed();
    // Timers may fire a fraction early.
    if (now < Math.min(due, end) - 0.5) return arm();
    // The event loop was held up, and timers come before what has arrived meanwhile: that is read first.
    if (isLate) {
      firesAt = now;
      cancel = clock.after(0, check);
      return;
    }
    expire(end <= due ? "total_timeout" : phase);
  };
  arm();

  return {
    opened() {
      if (phase !== "connect_timeout") return;
      phase = "first_token_timeout";
      due = started + limits.firstContentMs;
      arm();
    },
    active() {
      phase = "idle_timeout";
      due = clock.elapsed() + limits.idleMs;
      arm();
    },
    stop() {
      cancel?.();
      cancel = null;
      // Nothing can be armed any more.
      firesAt = Number.NEGATIVE_INFINITY;
    },
  };
}
