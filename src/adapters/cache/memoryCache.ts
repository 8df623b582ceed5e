import type { CachedAnswer, ResponseCache } from "../../core/answering/responseCache.ts";
import type { ClockDep } from "../../core/clock.ts";

export interface MemoryCacheLimits {
  readonly ttlMs: number;
  readonly maxBytes: number;
}

interface Entry {
  readonly answer: CachedAnswer;
  readonly bytes: number;
  /** By `clock.elapsed()`. */
  readonly expiresAt: number;
}

/** Answers in this process's memory; the one that nobody asked for the longest makes room. */
export function createMemoryCache({ clock }: ClockDep, limits: MemoryCacheLimits): ResponseCache {
  /** From the least recently used to the most. */
  const byKey = new Map<string, Entry>();
  let held = 0;

  const drop = (key: string) => {
    const entry = byKey.get(key);
    if (!entry) return;
    byKey.delete(key);
    held -= entry.bytes;
  };
  const makeRoom = () => {
    for (const [key, entry] of byKey) {
      if (held <= limits.maxBytes && entry.expiresAt > clock.elapsed()) return;
      drop(key);
    }
  };

  return {
    async get(key) {
      const entry = byKey.get(key);
      if (!entry) return null;
      byKey.delete(key);
      if (entry.expiresAt <= clock.elapsed()) {
        held -= entry.bytes;
        return null;
      }
      byKey.set(key, entry);
      return entry.answer;
    },
    async set(key, answer) {
      drop(key);
      const bytes = bytesOf(key, answer);
      if (bytes > limits.maxBytes) return;
      byKey.set(key, { answer, bytes, expiresAt: clock.elapsed() + limits.ttlMs });
      held += bytes;
      makeRoom();
    },
  };
}

/** About what an entry takes on the heap: two bytes a character at most, and the objects around them. */
function bytesOf(key: string, { text, modelId, provider, cited }: CachedAnswer): number {
  return 2 * (key.length + text.length + modelId.length + provider.length) + 8 * cited.length + objectBytes;
}

const objectBytes = 400;
