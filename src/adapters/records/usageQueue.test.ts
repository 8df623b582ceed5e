import { afterEach, expect, test } from "vitest";
import { AppError } from "../../core/errors.ts";
import type { AnsweredRow } from "../../core/answering/usage.ts";
import { createManualClock } from "../system/manualClock.ts";
import { createRecordedTelemetry } from "../telemetry/recordedTelemetry.ts";
import { createUsageQueue, type UsageBatch } from "./usageQueue.ts";

const row = (strategy: string): AnsweredRow => ({
  workspaceId: "w",
  at: 0,
  strategy,
  path: ["m"],
  answered: true,
});
const down = new AppError("database_unavailable", "down", { retryable: true });

/** A queue before a store that can be taken down. */
function house() {
  const clock = createManualClock();
  const lost: unknown[] = [];
  const telemetry = {
    ...createRecordedTelemetry(),
    error: (_event: string, fields?: Readonly<Record<string, unknown>>) => void lost.push(fields?.["rows"]),
  };
  const kept: string[] = [];
  const store = { isDown: false, tries: 0, kept };
  const write = async ({ answered }: UsageBatch) => {
    store.tries += 1;
    if (store.isDown) throw down;
    store.kept.push(...answered.map(({ strategy }) => strategy));
  };
  return { clock, lost, telemetry, store, queue: createUsageQueue({ clock, telemetry }, write) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
let queue: ReturnType<typeof house>["queue"];
afterEach(() => queue.close());

test("a full batch is written without waiting", async () => {
  const { store, ...rest } = house();
  ({ queue } = rest);
  for (let count = 0; count < 499; count += 1) queue.answered(row(`${count}`));
  await settled();
  expect(store.kept).toHaveLength(0);
  queue.answered(row("499"));
  await settled();
  expect(store.kept).toHaveLength(500);
});

test("what the store does not take is tried again each second, in order, with what came since behind it", async () => {
  const { store, clock, telemetry, lost, ...rest } = house();
  ({ queue } = rest);
  store.isDown = true;
  queue.answered(row("a"));
  clock.advance(100);
  await settled();
  queue.answered(row("b"));
  clock.advance(999);
  await settled();
  expect(store.tries).toBe(1);
  clock.advance(1);
  await settled();
  expect([store.tries, store.kept]).toEqual([2, []]);
  store.isDown = false;
  clock.advance(1_000);
  await settled();
  expect(store.kept).toEqual(["a", "b"]);
  expect(telemetry.said).toEqual(["warn usage_unsaved", "warn usage_unsaved"]);
  expect(lost).toEqual([]);
});

test("of a store that stays away the latest 50,000 rows are kept, and the loss is told", async () => {
  const { store, clock, lost, ...rest } = house();
  ({ queue } = rest);
  store.isDown = true;
  for (let count = 0; count < 51_000; count += 1) queue.answered(row(`${count}`));
  await settled();
  clock.advance(1_000);
  await settled();
  store.isDown = false;
  await queue.flush();
  expect(store.kept.length + lost.reduce<number>((sum, rows) => sum + Number(rows), 0)).toBe(51_000);
  expect(store.kept).toHaveLength(50_000);
  expect(store.kept.at(-1)).toBe("50999");
});

test("closing gives up what the store still does not take, and leaves no timer", async () => {
  const { store, clock, lost, ...rest } = house();
  ({ queue } = rest);
  store.isDown = true;
  for (const name of ["a", "b", "c"]) queue.answered(row(name));
  await queue.close();
  const { tries } = store;
  clock.advance(60_000);
  await settled();
  expect([store.tries, lost]).toEqual([tries, [3]]);
});

test("a reading and a writing never overlap", async () => {
  const { store, clock, ...rest } = house();
  ({ queue } = rest);
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const reading = queue.between(async () => {
    await gate.promise;
    seen.push(`read with ${store.kept.length} kept`);
  });
  queue.answered(row("a"));
  clock.advance(100);
  const later = queue.between(async () => void seen.push(`read with ${store.kept.length} kept`));
  await settled();
  expect(store.kept).toEqual([]);
  gate.resolve();
  await Promise.all([reading, later]);
  expect(seen).toEqual(["read with 0 kept", "read with 1 kept"]);
});
