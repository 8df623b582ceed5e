import { describe, expect, test } from "vitest";
import type { CachedAnswer, ResponseCache } from "../../src/core/answering/responseCache.ts";

export interface OpenedCache {
  readonly cache: ResponseCache;
  /** Moves the cache's time on. */
  readonly pass: (ms: number) => Promise<void>;
}

export interface CacheLimits {
  readonly ttlMs: number;
  readonly maxBytes: number;
}

/** What every response cache must do. `open` gives an empty one each time. */
export function responseCacheSuite(name: string, open: (limits: CacheLimits) => Promise<OpenedCache>): void {
  describe(`${name} as a response cache`, () => {
    test("a kept answer is given back whole, and any other key gets none", async () => {
      const { cache } = await open(roomy);
      const answer = { ...answerOf("¿Qué? «ñandú» 🦤\n"), cited: [2, 1] };
      await cache.set("a", answer);
      expect(await cache.get("a")).toEqual(answer);
      expect(await cache.get("A")).toBeNull();
      expect(await cache.get("")).toBeNull();
    });

    test("the later of two answers under one key counts", async () => {
      const { cache } = await open(roomy);
      await cache.set("a", answerOf("first"));
      await cache.set("a", answerOf("second"));
      expect(await cache.get("a")).toEqual(answerOf("second"));
    });

    test("an answer lives exactly its time, and reading it does not lengthen that", async () => {
      const { cache, pass } = await open({ ...roomy, ttlMs: 1_000 });
      await cache.set("a", answerOf("text"));
      await pass(999);
      expect(await cache.get("a")).not.toBeNull();
      await pass(1);
      expect(await cache.get("a")).toBeNull();
    });

    test("an answer that is kept again lives its time from then", async () => {
      const { cache, pass } = await open({ ...roomy, ttlMs: 1_000 });
      await cache.set("a", answerOf("text"));
      await pass(600);
      await cache.set("a", answerOf("text"));
      await pass(600);
      expect(await cache.get("a")).not.toBeNull();
    });

    test("names that objects have of their own are keys like any other", async () => {
      const { cache } = await open(roomy);
      expect(await cache.get("__proto__")).toBeNull();
      await cache.set("constructor", answerOf("text"));
      expect(await cache.get("constructor")).toEqual(answerOf("text"));
    });
  });
}

const roomy = { ttlMs: 60_000, maxBytes: 1_000_000 };

export function answerOf(text: string): CachedAnswer {
  return {
    text,
    modelId: "fast",
    provider: "openai",
    cited: [1],
    usage: {
      inputTokens: 12,
      cachedInputTokens: 4,
      cacheWriteTokens: 0,
      outputTokens: 7,
      reasoningTokens: 0,
      estimated: false,
    },
    createdAt: 1_772_700_000_000,
  };
}
