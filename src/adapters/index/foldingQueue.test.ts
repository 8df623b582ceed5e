import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { createFoldingQueue } from "./foldingQueue.ts";
import type { FoldingOptions } from "./foldingQueue.ts";

interface Log {
  readonly events: string[];
  readonly errors: unknown[];
}

/** A queue whose folds write "fold" and, some turns of the loop later, "folded". */
function logged(options: Partial<FoldingOptions>) {
  const log: Log = { events: [], errors: [] };
  const queue = createFoldingQueue({
    fold: async () => {
      log.events.push("fold");
      await pause(5);
      log.events.push("folded");
    },
    onError: (error) => log.errors.push(error),
    idleMs: 60_000,
    ...options,
  });
  const write = (name: string, rows = 1) =>
    queue.write(rows, async () => {
      log.events.push(`${name} starts`);
      await pause(2);
      log.events.push(`${name} ends`);
    });
  return { ...log, queue, write };
}

test("writes given at once run one after another, in order", async () => {
  const { write, events } = logged({});
  await Promise.all([write("a"), write("b"), write("c")]);
  expect(events).toEqual(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
});

test("folding is due by count of writes, and the next write waits for it", async () => {
  const { write, events, queue } = logged({ limit: { writes: 2, rows: 100 } });
  await Promise.all([write("a"), write("b"), write("c")]);
  await queue.close();
  expect(events).toEqual([
    "a starts",
    "a ends",
    "b starts",
    "b ends",
    "fold",
    "folded",
    "c starts",
    "c ends",
  ]);
});

test("folding is due by count of rows", async () => {
  const { write, events, queue } = logged({ limit: { writes: 100, rows: 10 } });
  await Promise.all([write("a", 9), write("b", 1)]);
  await queue.close();
  expect(events.slice(-2)).toEqual(["fold", "folded"]);
});

test("what is left unfolded is folded once writes pause", async () => {
  const { write, events, queue } = logged({ idleMs: 10 });
  await write("a");
  await expect.poll(() => events).toEqual(["a starts", "a ends", "fold", "folded"]);
  await pause(30);
  expect(events).toHaveLength(4);
  await queue.close();
});

test("what an earlier process left unfolded is folded without any write", async () => {
  const { events, queue } = logged({ idleMs: 10 });
  queue.leftOver(3);
  await expect.poll(() => events).toEqual(["fold", "folded"]);
  await queue.close();
});

test("closing waits for the writes and the fold under way, and starts no other", async () => {
  const { write, events, queue } = logged({ limit: { writes: 1, rows: 1 }, idleMs: 10 });
  await write("a");
  await expect.poll(() => events).toContain("fold");
  const late = write("b");
  await queue.close();
  await late;
  await pause(30);
  expect(events).toEqual(["a starts", "a ends", "fold", "folded", "b starts", "b ends"]);
});

test("a write that fails is told to its caller alone", async () => {
  const { write, events, queue, errors } = logged({});
  const failing = queue.write(1, () => Promise.reject(new Error("disk full")));
  const next = write("b");
  await expect(failing).rejects.toThrow("disk full");
  await next;
  expect(events).toEqual(["b starts", "b ends"]);
  expect(errors).toEqual([]);
});

test("a fold that fails is reported and later writes fold again", async () => {
  let folds = 0;
  const fold = async () => {
    folds += 1;
    if (folds === 1) throw new Error("commit conflict");
  };
  const { write, queue, errors } = logged({ fold, limit: { writes: 1, rows: 1 } });
  await write("a");
  await expect.poll(() => errors).toEqual([new Error("commit conflict")]);
  await write("b");
  await expect.poll(() => folds).toBe(2);
  await queue.close();
});

test("a fold that fails and finds rows left over does not try for ever", async () => {
  let folds = 0;
  const { write, queue, errors } = logged({
    fold: async () => {
      folds += 1;
      queue.leftOver(1);
      throw new Error("disk full");
    },
    idleMs: 5,
  });
  await write("a");
  await expect.poll(() => errors).toHaveLength(1);
  await pause(50);
  expect(folds).toBe(1);
  await queue.close();
});
