import { expect, test } from "vitest";
import { oneAtATime } from "./oneAtATime.ts";

test("works of one key run in order, those of another do not wait, and a failure stops nobody", async () => {
  const inOrder = oneAtATime();
  const done: string[] = [];
  const slow = Promise.withResolvers<void>();
  const first = inOrder("a", async () => {
    await slow.promise;
    done.push("first");
    throw new Error("first failed");
  });
  const second = inOrder("a", async () => done.push("second"));
  await inOrder("b", async () => done.push("other"));
  expect(done).toEqual(["other"]);
  slow.resolve();
  await expect(first).rejects.toThrow("first failed");
  expect(await second).toBe(3);
  expect(done).toEqual(["other", "first", "second"]);
});
