import type { ClockDep } from "../clock.ts";

export interface RateCount {
  /** Within the window that is open now, this one included. */
  readonly current: number;
  /** Milliseconds until the window ends. */
  readonly ttl: number;
}

/** Counts by key within windows of one length. */
export interface RateWindows {
  count(key: string): RateCount;
  /** The same without counting. */
  read(key: string): RateCount;
  readonly size: number;
}

interface Window {
  count: number;
  readonly endsAt: number;
}

/** Windows that newcomers share once there are too many. */
const sharedWindows = 1_024;

/**
 * Memory is bounded: once `most` windows are open, a newcomer is counted in one of 1,024 shared ones, by a hash of its key.
 * So no crowd of keys makes anybody's count be forgotten; a newcomer may then wait for others that it shares with.
 */
export function createRateWindows({ clock }: ClockDep, windowMs: number, most: number = 10_000): RateWindows {
  /** By their end, the first to end first: all are of one length. */
  const windows = new Map<string, Window>();

  const open = (key: string): [string, Window | undefined] => {
    const now = clock.elapsed();
    for (const [name, { endsAt }] of windows) {
      if (endsAt > now) break;
      windows.delete(name);
    }
    const name = windows.has(key) || windows.size < most ? key : `shared ${hashOf(key) % sharedWindows}`;
    return [name, windows.get(name)];
  };

  return {
    count(key) {
      const [name, known] = open(key);
      const window = known ?? { count: 0, endsAt: clock.elapsed() + windowMs };
      if (!known) windows.set(name, window);
      window.count += 1;
      return { current: window.count, ttl: window.endsAt - clock.elapsed() };
    },
    read(key) {
      const [, window] = open(key);
      return window
        ? { current: window.count, ttl: window.endsAt - clock.elapsed() }
        : { current: 0, ttl: 0 };
    },
    get size() {
      return windows.size;
    },
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
