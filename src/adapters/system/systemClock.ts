import type { Clock } from "../../core/clock.ts";

const longestTimer = 2 ** 31 - 1;

const waiting: (() => void)[] = [];

function admitNext(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(admitNext);
}

export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  breathe: () =>
    new Promise((resume) => {
      if (waiting.push(resume) === 1) setImmediate(admitNext);
    }),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, longestTimer));
    return () => clearTimeout(timer);
  },
};
