import { expect, test } from "vitest";
import { settle } from "../../../test/answering/answeringHouse.ts";
import { readAhead } from "./readAhead.ts";

async function* counted(taken: number[]): AsyncGenerator<number, string> {
  for (let n = 1; n <= 3; n++) {
    taken.push(n);
    yield n;
  }
  return "all";
}

test("the source is read to its end while the reader still looks at the first item, and nothing is lost", async () => {
  const taken: number[] = [];
  const items = readAhead(counted(taken));
  expect(await items.next()).toEqual({ done: false, value: 1 });
  await settle();
  expect(taken).toEqual([1, 2, 3]);
  const rest = [await items.next(), await items.next(), await items.next()];
  expect(rest).toEqual([
    { done: false, value: 2 },
    { done: false, value: 3 },
    { done: true, value: "all" },
  ]);
});

test("what arrived before a failure is given before it", async () => {
  const reason = new Error("broke");
  const items = readAhead(
    (async function* source(): AsyncGenerator<number, string> {
      yield 1;
      throw reason;
    })(),
  );
  expect(await items.next()).toEqual({ done: false, value: 1 });
  await expect(items.next()).rejects.toBe(reason);
});
