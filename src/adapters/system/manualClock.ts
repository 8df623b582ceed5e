import type { Clock } from "../../core/clock.ts";

export interface ManualClock extends Clock {
  /** Moves time on, calling what falls due on the way in order of time. */
  advance(ms: number): void;
}

/** A clock that stands still until moved. */
export function createManualClock(start = 0): ManualClock {
  let now = start;
  let due: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    elapsed: () => now - start,
    breathe: () => Promise.resolve(),
    after(ms, run) {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (let next = earliest(due, end); next; next = earliest(due, end)) {
        due = due.filter((entry) => entry !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
    },
  };
}

function earliest(due: readonly { at: number; run: () => void }[], end: number) {
  return due.filter((entry) => entry.at <= end).toSorted((a, b) => a.at - b.at)[0];
}
