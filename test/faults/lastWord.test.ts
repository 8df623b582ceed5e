import { expect, test } from "vitest";
import { createLocalTurnLog } from "../../src/adapters/bus/localTurnLog.ts";

test("readers are let go at the last word, also while the turn cannot be saved yet", async () => {
  const log = createLocalTurnLog();
  const read = log.open("t");
  log.append("t", { seq: 1, event: "chunk", data: '{"content":"hola"}' });
  log.append("t", { seq: 2, event: "done", data: "{}" });
  const seen: string[] = [];
  for await (const batch of read(0, new AbortController().signal))
    seen.push(...batch.map(({ event }) => event));
  expect(seen).toEqual(["chunk", "done"]);
  expect(log.find("t")).not.toBeNull();
});
