import { expect, test } from "vitest";
import { answerOf, responseCacheSuite, type CacheLimits } from "../../../test/ports/responseCache.ts";
import { createManualClock } from "../system/manualClock.ts";
import { createMemoryCache } from "./memoryCache.ts";

responseCacheSuite("memory", async (limits) => opened(limits));

function opened(limits: CacheLimits) {
  const clock = createManualClock();
  return { cache: createMemoryCache({ clock }, limits), pass: async (ms: number) => clock.advance(ms) };
}

/** About 20 kB each, so room for three and not for four. */
const long = "x".repeat(10_000);
const roomForThree = { ttlMs: 1_000, maxBytes: 70_000 };

test("when the room is taken, the answer that nobody asked for the longest goes", async () => {
  const { cache } = opened(roomForThree);
  for (const key of ["a", "b", "c"]) await cache.set(key, answerOf(long));
  await cache.get("a");
  await cache.set("d", answerOf(long));
  const kept = await Promise.all(["a", "b", "c", "d"].map(async (key) => (await cache.get(key)) !== null));
  expect(kept).toEqual([true, false, true, true]);
});

test("an answer larger than all the room is not kept and pushes none out", async () => {
  const { cache } = opened(roomForThree);
  await cache.set("a", answerOf(long));
  await cache.set("b", answerOf(long.repeat(4)));
  expect([await cache.get("a"), await cache.get("b")]).toEqual([answerOf(long), null]);
});

test("an answer replaced by one too large to keep is not given any more", async () => {
  const { cache } = opened(roomForThree);
  await cache.set("a", answerOf(long));
  await cache.set("a", answerOf(long.repeat(4)));
  expect(await cache.get("a")).toBeNull();
});

test("replaced and expired answers give their room back", async () => {
  const { cache, pass } = opened(roomForThree);
  await cache.set("a", answerOf(long));
  for (let n = 0; n < 50; n++) await cache.set("b", answerOf(long));
  expect(await cache.get("a")).not.toBeNull();
  await pass(1_000);
  expect([await cache.get("a"), await cache.get("b")]).toEqual([null, null]);
  for (const key of ["c", "d", "e"]) await cache.set(key, answerOf(long));
  expect(await cache.get("c")).not.toBeNull();
});
