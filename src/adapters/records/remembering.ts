import type { ClockDep } from "../../core/clock.ts";

/** Reads that are remembered, and the way to change what they read. */
export interface Remembering<T> {
  readonly get: (key: string) => Promise<T>;
  /** Reads that began before the change ended are forgotten with it. */
  readonly changing: <R>(change: () => Promise<R>) => Promise<R>;
}

/** Only changes by other processes are seen as late as this. */
const rememberedMs = 1_000;
const most = 10_000;

interface Entry<T> {
  readonly value: Promise<T>;
  readonly until: number;
}

/** For what every request asks again. Neither a failure nor null is kept: what was just made must be found. */
export function remembering<T>({ clock }: ClockDep, load: (key: string) => Promise<T>): Remembering<T> {
  const entries = new Map<string, Entry<T>>();

  const get = (key: string): Promise<T> => {
    const known = entries.get(key);
    if (known && known.until > clock.elapsed()) return known.value;
    if (entries.size >= most) entries.clear();
    const entry = { value: load(key), until: clock.elapsed() + rememberedMs };
    entries.set(key, entry);
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    entry.value.then((value) => value ?? forget(), forget);
    return entry.value;
  };

  return {
    get,
    async changing(change) {
      try {
        return await change();
      } finally {
        entries.clear();
      }
    },
  };
}
