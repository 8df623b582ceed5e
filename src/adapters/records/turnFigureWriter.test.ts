import { afterEach, beforeEach, expect, test } from "vitest";
import { measuredTurn } from "../../../test/ports/measuredTurn.ts";
import { openSqliteRecords, type RecordsHouse } from "../../../test/ports/records.ts";
import { AppError } from "../../core/errors.ts";
import { createRecordedTelemetry } from "../telemetry/recordedTelemetry.ts";
import type { Database } from "./database.ts";
import { createTurnFigureWriter, type TurnFigureWriter } from "./turnFigureWriter.ts";

let house: RecordsHouse;
let telemetry: ReturnType<typeof createRecordedTelemetry>;
let opened: TurnFigureWriter[];
beforeEach(async () => {
  house = await openSqliteRecords();
  telemetry = createRecordedTelemetry();
  opened = [];
});
afterEach(async () => {
  for (const writer of opened) await writer.close();
  await house.remove();
});

function writerOf(batch: Database["batch"] = (statements) => house.database.batch(statements)) {
  const writer = createTurnFigureWriter({ ...house, database: { ...house.database, batch }, telemetry });
  opened.push(writer);
  return writer;
}

/** A writer on a database that can be taken down, before or after it has written. */
function faulty() {
  const state = { refuses: false, losesAnswers: false, tries: 0 };
  const down = new AppError("database_unavailable", "down", { retryable: true });
  const writer = writerOf(async (statements) => {
    state.tries += 1;
    if (state.refuses) throw down;
    const results = await house.database.batch(statements);
    if (state.losesAnswers) throw down;
    return results;
  });
  return { state, writer };
}

async function turnsWritten(): Promise<number> {
  const days = await house.database.query.selectFrom("turn_days").select("turns").execute();
  return days.reduce((sum, { turns }) => sum + turns, 0);
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("turns are gathered for a second and written as one unit", async () => {
  const units: number[] = [];
  const writer = writerOf((statements) => {
    units.push(statements.length);
    return house.database.batch(statements);
  });
  for (let count = 0; count < 100; count += 1) writer.turn(measuredTurn({ totalMs: 10 ** (count % 10) }));
  house.clock.advance(999);
  expect(units).toEqual([]);
  house.clock.advance(1);
  // The note of the write, the day, and 10 buckets as 8 + 1 + 1.
  await expect.poll(() => units).toEqual([5]);
  await expect.poll(turnsWritten).toBe(100);
  house.clock.advance(60_000);
  expect(units).toEqual([5]);
});

test("many sums are written in several units, so that others get between", async () => {
  const { state, writer } = faulty();
  for (let count = 0; count < 600; count += 1) writer.turn(measuredTurn({ workspaceId: `w${count}` }));
  await writer.flush();
  // 18 times 32 days, 3 times 8 and a bucket: 22 statements, 16 a unit.
  expect([state.tries, await turnsWritten()]).toEqual([2, 600]);
});

test("sums that the database does not take are kept and tried again each second", async () => {
  const { state, writer } = faulty();
  state.refuses = true;
  for (let second = 0; second < 60; second += 1) {
    for (let count = 0; count < 10; count += 1) writer.turn(measuredTurn({}));
    house.clock.advance(1_000);
    await settled();
  }
  expect(state.tries).toBe(60);
  state.refuses = false;
  house.clock.advance(1_000);
  await expect.poll(turnsWritten).toBe(600);
  // What failed first, and all that came since in one more.
  expect(state.tries).toBe(62);
  expect(telemetry.said).toEqual(Array.from({ length: 60 }, () => "warn turn_figures_unsaved"));
});

test("a write whose answer was lost is not made twice", async () => {
  const { state, writer } = faulty();
  state.losesAnswers = true;
  writer.turn(measuredTurn({}));
  await writer.flush();
  writer.turn(measuredTurn({}));
  await writer.flush();
  state.losesAnswers = false;
  await writer.flush();
  expect(await turnsWritten()).toBe(2);
  // Each of the two was tried again.
  expect(state.tries).toBe(4);
});

test("a turn with a number that is none is lost alone", async () => {
  const writer = writerOf();
  writer.turn(measuredTurn({}));
  for (const broken of [{ totalMs: Number.NaN }, { at: Infinity }, { firstContentMs: -Infinity }])
    writer.turn(measuredTurn(broken));
  writer.turn(
    measuredTurn({ steps: [{ name: "saving", startedMs: 0, ms: Number.NaN, outcome: "ok", warnings: 0 }] }),
  );
  await writer.flush();
  expect(await turnsWritten()).toBe(1);
  expect(telemetry.said).toEqual(Array.from({ length: 4 }, () => "error turn_figures_lost"));
});

test("what the database can never take does not hold up what comes after it", async () => {
  let isBroken = true;
  const writer = writerOf((statements) =>
    isBroken ? Promise.reject(new TypeError("a bug")) : house.database.batch(statements),
  );
  writer.turn(measuredTurn({}));
  await writer.flush();
  isBroken = false;
  writer.turn(measuredTurn({}));
  await writer.flush();
  expect(await turnsWritten()).toBe(1);
  expect(telemetry.said).toEqual(["error turn_figures_lost"]);
});

test("what comes after the closing is told to be lost", async () => {
  const writer = writerOf();
  writer.turn(measuredTurn({}));
  await writer.close();
  writer.turn(measuredTurn({}));
  await writer.close();
  expect(await turnsWritten()).toBe(1);
  expect(telemetry.said).toEqual(["error turn_figures_lost"]);
});

test("closing gives up what the database still does not take, and leaves no timer", async () => {
  const { state, writer } = faulty();
  state.refuses = true;
  writer.turn(measuredTurn({}));
  await writer.close();
  const { tries } = state;
  house.clock.advance(60_000);
  await settled();
  expect(state.tries).toBe(tries);
  expect(telemetry.said).toEqual(["warn turn_figures_unsaved", "error turn_figures_lost"]);
});
