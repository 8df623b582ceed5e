import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faults } from "../../../simulator/behaviour.ts";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import { createHttpPool, type HttpPool } from "../../../src/adapters/models/httpPool.ts";
import { strategyNames } from "../../../src/contract/strategies.ts";
import { seenOf } from "./matrixCase.ts";
import { expectedOf, type Case } from "./matrixExpected.ts";
import type { Provider } from "./matrixHouse.ts";
import { fateByRefusal, fatesByFault, fatesByProvider, wordsWithin, type Fate } from "./faultTable.ts";

const providers: readonly Provider[] = ["openai-compatible", "anthropic", "google", "cohere"];

let simulator: Simulator;
let pool: HttpPool;

beforeAll(async () => {
  simulator = await createSimulator();
  pool = createHttpPool();
  // The first case of all compiles the code for the others, which are to meet their limits for no such reason.
  const fate: Fate = { kind: "answers", slow: false, tells: true };
  for (const provider of providers)
    await seenOf(simulator, pool, { keys: "", after: 0, stream: true, strategy: "parallel", provider, fate });
});

afterAll(async () => {
  await pool.close();
  await simulator.close();
});

type Row = Omit<Case, "strategy" | "provider"> & { readonly title: string };

const rows: readonly Row[] = [
  ...faults.flatMap((fault): readonly Row[] => {
    const { ahead, within, whole } = fatesByFault[fault];
    const keys = fault === "slow_drip" ? `fault=${fault};gap=2` : `fault=${fault}`;
    return [
      { title: `${fault} ahead of a stream's first content`, keys, after: 0, stream: true, fate: ahead },
      ...(within
        ? [{ title: `${fault} within a stream`, keys, after: wordsWithin, stream: true, fate: within }]
        : []),
      { title: `${fault} in a whole answer`, keys, after: 0, stream: false, fate: whole },
    ];
  }),
  ...Object.entries(fateByRefusal).flatMap(([keys, fate]: readonly [string, Fate]) => [
    { title: `${keys} instead of a stream`, keys, after: 0, stream: true, fate },
    { title: `${keys} instead of a whole answer`, keys, after: 0, stream: false, fate },
  ]),
];

describe.concurrent.each(providers)("%s", (provider) => {
  test.each(rows)("$title", async (row) => {
    // The strategies know nothing of wire formats: one format goes through all of them.
    const strategies = provider === "openai-compatible" ? strategyNames : (["fallback"] as const);
    const fate = fatesByProvider[provider][row.title] ?? row.fate;
    const cases = strategies.map((strategy) => ({ ...row, fate, strategy, provider }));
    const seen = await Promise.all(cases.map((each) => seenOf(simulator, pool, each)));
    expect(seen).toEqual(cases.map((each) => expectedOf(each)));
  });
});

test("when all is over, no call is under way and no connection is left", async () => {
  expect(simulator.openCalls()).toBe(0);
  await pool.close();
  await expect.poll(() => simulator.connections()).toBe(0);
});
