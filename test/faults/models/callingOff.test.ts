import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../../simulator/rawCall.ts";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import { createHttpPool, type HttpPool } from "../../../src/adapters/models/httpPool.ts";
import { strategyNames } from "../../../src/contract/strategies.ts";
import { ask, simulatedText } from "./asking.ts";
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

const patient = { connectMs: 20_000, firstContentMs: 20_000, idleMs: 20_000, totalMs: 20_000 };
const said = { content: 3 };

describe.concurrent.each(strategyNames)("an answer by %s that is called off", (strategy) => {
  test.each([
    ["before any header", "fault=hang_headers", 0],
    ["before its first content", "fault=role_stall", 0],
    ["within its text", `tokens=6;fault=stall;after=${said.content}`, said.content],
  ] as const)("%s ends its calls within 100 ms and has one row each", async (_, name, words) => {
    const targets = ["one", "two"].map((id) => ({ id, name, timers: patient }));
    const asking = await ask(simulator, pool, {
      targets: strategy === "single" ? targets.slice(0, 1) : targets,
      strategy,
    });
    const together = strategy === "fastest" || strategy === "parallel" ? 2 : 1;
    await until(() => asking.calls().length === together);
    const isHeard = () => strategy === "parallel" || asking.text() === simulatedText(words);
    await until(() => isHeard() && asking.calls().some(({ sentTokens }) => sentTokens === words));
    const reason = new Error("nobody waits any more");
    asking.stop(reason);
    await expect(asking.ended).rejects.toBe(reason);
    expect(await asking.stillOpen()).toEqual([]);
    expect(asking.calls().map(({ endedBy }) => endedBy)).toEqual(
      Array.from({ length: together }, () => "client"),
    );
    const outcomes = asking.rows.map(({ outcome }) => outcome).toSorted();
    // In a race the other one was called off at the first word.
    const isRace = strategy === "fastest" && words > 0;
    expect(outcomes).toEqual(isRace ? ["cancelled", "lost"] : outcomes.map(() => "cancelled"));
    expect(outcomes.length).toBe(together);
  });
});

test("the slower ones are called off at the winner's first content, not at its end or at a role", async () => {
  const targets = [
    { id: "role", name: "fault=role_stall", timers: patient },
    { id: "deaf", name: "fault=hang_headers", timers: patient },
    { id: "winner", name: "tokens=8;first=150;gap=100", timers: patient },
    { id: "late", name: "tokens=8;first=3000", timers: patient },
  ];
  const asking = await ask(simulator, pool, { targets, strategy: "fastest" });
  await until(() => asking.calls().length === 4);
  expect(asking.calls().map(({ endedBy }) => endedBy)).toEqual(["open", "open", "open", "open"]);
  await until(() => asking.text() !== "");
  const open = await asking.stillOpen();
  // The winner alone is under way: it has 700 ms to go when the others end.
  expect(open.every(({ model }) => model.includes("-winner;"))).toBe(true);
  expect(await asking.ended).toMatchObject({ text: simulatedText(8), model: { id: "winner" } });
  expect(await asking.stillOpen()).toEqual([]);
  const [winner] = asking.calls("winner");
  for (const id of ["role", "deaf", "late"]) {
    const [loser] = asking.calls(id);
    expect(loser).toMatchObject({ endedBy: "client", sentTokens: 0 });
    expect(loser?.endedAt).toBeLessThan((winner?.endedAt ?? 0) - 300);
  }
  expect(winner).toMatchObject({ endedBy: "server", sentTokens: 8 });
});

test("a hundred races leave no call, and no connection beside the idle ones of clean answers", async () => {
  const house = realTimeHouse();
  const targets = [
    { id: "fast", name: "tokens=4;first=20", timers: patient },
    { id: "slow", name: "tokens=4;first=9000", timers: patient },
    { id: "mute", name: "fault=role_stall", timers: patient },
  ];
  const askings = await Promise.all(
    Array.from({ length: 100 }, () => ask(simulator, pool, { targets, strategy: "fastest", house })),
  );
  const kinds = await Promise.all(askings.map(async ({ ended }) => (await ended).kind));
  expect(kinds.filter((kind) => kind !== "answered")).toEqual([]);
  for (const asking of askings) expect(await asking.stillOpen()).toEqual([]);
  expect(simulator.connections()).toBeLessThanOrEqual(100);
  await pool.close();
  await expect.poll(() => simulator.connections()).toBe(0);
});
