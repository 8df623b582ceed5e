import type { ClockDep } from "../clock.ts";

/** What one model's recent calls say about the next one. */
export interface Load {
  /** Calls under way. */
  readonly inFlight: number;
  /** Milliseconds to the first content to be expected, failures counted in; 0 when nothing is known. */
  expectedMs(): number;
  /** Nothing was heard of it for long: what is known is no more than a guess. */
  isStale(): boolean;
  /** 95th percentile of the last first-content times; null with too few of them. */
  p95Ms(): number | null;
  started(): void;
  began(firstContentMs: number): void;
  /** `ok` is null when the end says nothing of the model. */
  ended(ok: boolean | null): void;
}

/** Silence after which little is left of what was known (to 1/e). */
const memoryMs = 10_000;
/** What a failure costs a turn: a wait, a retry or the next model's own first content. */
const failureCostMs = 1_000;
const kept = 64;
const fewest = 8;

/**
 * Peak-sensitive exponentially weighted moving average of the first-content time, as in Finagle's Peak EWMA balancer:
 * a rise counts at once, a fall by and by; unheard-of models drift back to "nothing known".
 */
export function createLoad({ clock }: ClockDep): Load {
  let inFlight = 0;
  let averageMs = 0;
  let failing = 0;
  let heardAt = clock.elapsed();
  const firstContents: number[] = [];
  let slot = 0;

  const fresh = () => Math.exp(-(clock.elapsed() - heardAt) / memoryMs);

  return {
    get inFlight() {
      return inFlight;
    },
    expectedMs() {
      const failed = Math.min(failing * fresh(), 0.99);
      return averageMs * fresh() + (failed / (1 - failed)) * failureCostMs;
    },
    isStale: () => averageMs === 0 || clock.elapsed() - heardAt > memoryMs,
    p95Ms() {
      if (firstContents.length < fewest) return null;
      const sorted = firstContents.toSorted((a, b) => a - b);
      return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null;
    },
    started() {
      inFlight += 1;
    },
    began(firstContentMs) {
      firstContents[slot] = firstContentMs;
      slot = (slot + 1) % kept;
      const share = firstContentMs > averageMs ? 1 : Math.max(0.2, 1 - fresh());
      averageMs += share * (firstContentMs - averageMs);
      heardAt = clock.elapsed();
    },
    ended(ok) {
      inFlight -= 1;
      if (ok === null) return;
      const before = failing * fresh();
      failing = before + (ok ? -0.05 * before : 0.3 * (1 - before));
      heardAt = clock.elapsed();
    },
  };
}
