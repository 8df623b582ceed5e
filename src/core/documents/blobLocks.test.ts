import { expect, test } from "vitest";
import { createBlobLocks } from "./blobLocks.ts";

test("holders of one content take turns in the order they came, and others do not wait", async () => {
  const locks = createBlobLocks();
  const said: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = locks.hold("w", ["a", "b"], async () => {
    said.push("first in");
    await gate.promise;
    said.push("first out");
  });
  const second = locks.hold("w", ["b", "c"], async () => void said.push("second"));
  const third = locks.hold("w", ["c"], async () => void said.push("third"));
  await locks.hold("w", ["d"], async () => void said.push("other content"));
  await locks.hold("v", ["a"], async () => void said.push("other workspace"));
  gate.resolve();
  await Promise.all([first, second, third]);
  expect(said).toEqual(["first in", "other content", "other workspace", "first out", "second", "third"]);
});

test("a holder that fails lets the next one in and passes its error on", async () => {
  const locks = createBlobLocks();
  const failing = locks.hold("w", ["a", "a"], () => Promise.reject(new Error("no")));
  const next = locks.hold("w", ["a"], async () => "in");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("in");
});
