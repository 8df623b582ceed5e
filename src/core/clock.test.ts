import { expect, test } from "vitest";
import { createManualClock } from "../adapters/system/manualClock.ts";
import { pause } from "./clock.ts";

async function isOver(pausing: Promise<void>): Promise<boolean> {
  let over = false;
  void pausing.then(() => (over = true));
  for (let n = 0; n < 5; n += 1) await Promise.resolve();
  return over;
}

test("a pause ends with its time, and not before", async () => {
  const clock = createManualClock();
  const pausing = pause(clock, 100);
  clock.advance(99);
  expect(await isOver(pausing)).toBe(false);
  clock.advance(1);
  expect(await isOver(pausing)).toBe(true);
});

test("a pause ends with its signal, also one that has aborted already", async () => {
  const clock = createManualClock();
  const stop = new AbortController();
  const pausing = pause(clock, 100, stop.signal);
  expect(await isOver(pausing)).toBe(false);
  stop.abort();
  expect(await isOver(pausing)).toBe(true);
  expect(await isOver(pause(clock, 100, stop.signal))).toBe(true);
});
