import { describe, expect, test } from "vitest";
import type { LoggedEvent } from "../../core/sessions/turn.ts";
import { createLocalTurnLog } from "./localTurnLog.ts";

const chunk = (seq: number): LoggedEvent => ({ seq, event: "chunk", data: `{"content":"${seq}"}` });

async function readAll(batches: AsyncIterable<readonly LoggedEvent[]>): Promise<number[]> {
  const seen: number[] = [];
  for await (const batch of batches) seen.push(...batch.map(({ seq }) => seq));
  return seen;
}

describe("the local turn log", () => {
  test("gives every reader every event, whenever it came", async () => {
    const log = createLocalTurnLog();
    const { signal } = new AbortController();
    const read = log.open("t");
    log.append("t", chunk(1));
    const early = readAll(read(0, signal));
    log.append("t", chunk(2));
    await new Promise((resume) => setImmediate(resume));
    const late = readAll(read(0, signal));
    log.append("t", chunk(3));
    log.close("t");
    expect(await early).toEqual([1, 2, 3]);
    expect(await late).toEqual([1, 2, 3]);
  });

  test("starts behind the event that a reader names", async () => {
    const log = createLocalTurnLog();
    const read = log.open("t");
    for (const seq of [1, 2, 3]) log.append("t", chunk(seq));
    log.close("t");
    expect(await readAll(read(2, new AbortController().signal))).toEqual([3]);
  });

  test("knows a turn only while it is live", () => {
    const log = createLocalTurnLog();
    expect(log.find("t")).toBeNull();
    log.open("t");
    expect(log.find("t")).not.toBeNull();
    log.close("t");
    expect(log.find("t")).toBeNull();
  });

  test("lets a reader go when its signal aborts", async () => {
    const log = createLocalTurnLog();
    const leaving = new AbortController();
    const reading = readAll(log.open("t")(0, leaving.signal));
    log.append("t", chunk(1));
    await new Promise((resume) => setImmediate(resume));
    leaving.abort();
    expect(await reading).toEqual([1]);
  });
});
