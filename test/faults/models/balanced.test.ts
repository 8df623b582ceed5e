import { afterAll, beforeAll, expect, test } from "vitest";
import type { Call as SimulatorCall } from "../../../simulator/calls.ts";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import { createHttpPool, type HttpPool } from "../../../src/adapters/models/httpPool.ts";
import { systemClock } from "../../../src/adapters/system/systemClock.ts";
import { createSeededRandom } from "../seededRandom.ts";
import { ask } from "./asking.ts";
import { realTimeHouse } from "./matrixHouse.ts";

let simulator: Simulator;
let pool: HttpPool;

beforeAll(async () => {
  simulator = await createSimulator();
  pool = createHttpPool();
});

afterAll(async () => {
  await pool.close();
  await simulator.close();
});

const timers = { connectMs: 10_000, firstContentMs: 10_000, idleMs: 10_000, totalMs: 20_000 };
const fast = "tokens=2;first=25";
/** 50, 200 and 1,000 ms at half the time, and one that fails three times in ten. */
const targets = [
  { id: "slow", name: "tokens=2;first=500", timers },
  { id: "shaky", name: "tokens=2;first=25;status=500;fail=0.3", timers },
  { id: "middle", name: "tokens=2;first=100", timers },
  { id: "fast", name: fast, timers },
];
const atOnce = 8;

test("nine of ten turns go to the two best, one that becomes slow is left, and found again without a rush", async () => {
  let skippedMs = 0;
  const clock = { ...systemClock, elapsed: () => systemClock.elapsed() + skippedMs };
  const random = createSeededRandom(13);
  const house = realTimeHouse({ fraction: () => random.between(0, 999_999) / 1_000_000, clock });
  const turn = async (): Promise<string> => {
    const asking = await ask(simulator, pool, { targets, strategy: "balanced", house, mark: "balance" });
    const given = await asking.ended;
    return given.kind === "answered" ? given.model.id : "nobody";
  };
  /** Share of the turns that these models answered, `atOnce` at a time. */
  const share = async (turns: number, ...ids: readonly string[]): Promise<number> => {
    let left = turns;
    let hits = 0;
    const asker = async () => {
      for (; left > 0;) {
        left -= 1;
        if (ids.includes(await turn())) hits += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, asker));
    return hits / turns;
  };
  const callsOf = () => simulator.calls().filter(({ model }) => model.startsWith("balance-fast;"));

  expect(await share(200, "fast", "middle")).toBeGreaterThanOrEqual(0.9);

  simulator.behave(`balance-fast;${fast}`, "first=750");
  await share(16);
  expect(await share(100, "fast")).toBeLessThan(0.15);

  // The others go on being asked while what is known of it wears off.
  simulator.behave(`balance-fast;${fast}`, "");
  const before = callsOf().length;
  for (let n = 0; n < 5; n += 1) {
    skippedMs += 3_000;
    await share(atOnce);
  }
  await share(40);
  expect(overlapping(callsOf().slice(before))).toBeLessThanOrEqual(3);
  expect(await share(100, "fast")).toBeGreaterThan(0.5);
});

test("a model that nobody knows gets one call of many at once, until it has shown how it is", async () => {
  const house = realTimeHouse();
  house.deps.healthOf("middle").load.began(100);
  const known = targets.filter(({ id }) => id === "middle" || id === "fast");
  const question = { targets: known, strategy: "balanced", house, mark: "unknown" } as const;
  const askings = await Promise.all(Array.from({ length: 20 }, () => ask(simulator, pool, question)));
  await Promise.all(askings.map(({ ended }) => ended));
  const calls = simulator.calls().filter(({ model }) => model.startsWith("unknown-"));
  expect(calls.filter(({ model }) => model.includes("-fast;")).length).toBe(1);
  expect(calls.length).toBe(20);
});

/** How many calls were begun before the first of them could have shown its first content, itself included. */
function overlapping(calls: readonly SimulatorCall[]): number {
  const [first] = calls;
  return calls.filter(({ at }) => first !== undefined && at < first.at + 25).length;
}
