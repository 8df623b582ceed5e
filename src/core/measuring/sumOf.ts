import { roundMs } from "../clock.ts";

export function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** Null where there is no whole: nothing is no share of anything. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Milliseconds; null without runs. */
export function meanMs(totalMs: number, runs: number): number | null {
  return runs === 0 ? null : roundMs(totalMs / runs);
}
