import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import { createHttpPool, type HttpPool } from "../../../src/adapters/models/httpPool.ts";
import { ask, simulatedText, type Question } from "./asking.ts";
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

const question = (more: Question) => ask(simulator, pool, more);

describe.concurrent("an answer that breaks off", () => {
  test.each(["", "restart=1", "overlap=2"])("is said once by a model that continues so: %s", async (keys) => {
    const targets = [
      { id: "bad", name: "tokens=10;fault=cut;after=5" },
      { id: "good", name: `tokens=10;${keys}` },
    ];
    const asking = await question({ targets, strategy: "fallback" });
    expect(await asking.ended).toMatchObject({
      kind: "answered",
      text: simulatedText(10),
      model: { id: "good" },
    });
    expect(asking.text()).toBe(simulatedText(10));
    // The question, what was said, and the wish that it go on.
    expect(asking.calls("good").map(({ messages }) => messages)).toEqual([3]);
  });

  test("goes on with a third model when the second breaks off too", async () => {
    const targets = [
      { id: "first", name: "tokens=12;fault=cut;after=4" },
      { id: "second", name: "tokens=12;fault=truncate;after=4" },
      { id: "third", name: "tokens=12" },
    ];
    const asking = await question({ targets, strategy: "fallback" });
    expect(await asking.ended).toMatchObject({ text: simulatedText(12), model: { id: "third" } });
    const switches = asking.parts.flatMap((part) =>
      part.type === "switched" ? [`${part.from.id} > ${part.to.id}`] : [],
    );
    expect(switches).toEqual(["first > second", "second > third"]);
  });

  test("keeps its part, and nobody else is asked, where continuing is not allowed", async () => {
    const targets = [
      { id: "bad", name: "tokens=6;fault=cut;after=3" },
      { id: "good", name: "tokens=6" },
    ];
    const asking = await question({ targets, strategy: "fallback", options: { continueMidstream: false } });
    const text = simulatedText(3);
    expect(await asking.ended).toMatchObject({ kind: "failed", text, failure: { class: "truncated" } });
    expect(asking.calls("good")).toEqual([]);
  });

  test("because it took longer than all of its time goes on as well", async () => {
    const drips = { id: "drips", name: "tokens=200;gap=20", timers: { totalMs: 900 } };
    const asking = await question({
      targets: [drips, { id: "good", name: "tokens=200" }],
      strategy: "fallback",
    });
    expect(await asking.ended).toMatchObject({ text: simulatedText(200), model: { id: "good" } });
    expect(asking.rows.map(({ failure }) => failure)).toEqual(["total_timeout", null]);
    expect(asking.calls("drips")).toMatchObject([{ endedBy: "client" }]);
  });
});

describe.concurrent("a model that is asked again", () => {
  test("is left alone for as long as it asked for, in milliseconds", async () => {
    const waits = Array.from({ length: 20 }, (_, n) => 30 + n);
    const answers = waits.map(async (ms) => {
      const targets = [{ id: "busy", name: `status=503;retry_after=ms:${ms};times=1` }];
      const asking = await question({ targets, strategy: "single" });
      const { kind } = await asking.ended;
      const [first, second] = asking.calls().map(({ at }) => at);
      // Timers and clocks disagree by up to two milliseconds.
      return { kind, isEarly: (second ?? 0) - (first ?? 0) < ms - 2 };
    });
    expect(await Promise.all(answers)).toEqual(waits.map(() => ({ kind: "answered", isEarly: false })));
  });

  test.each(["1", "date:2"])("is left alone for at least a second when it says %s", async (wait) => {
    const targets = [{ id: "busy", name: `status=429;retry_after=${wait};times=1` }];
    const asking = await question({ targets, strategy: "single" });
    expect(await asking.ended).toMatchObject({ kind: "answered" });
    const [first, second] = asking.calls().map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(900);
  });

  test("is not waited for when that takes longer than there is time, and rests for the next question", async () => {
    const house = realTimeHouse();
    const busy = { id: "busy", name: "status=429;retry_after=600" };
    const first = await question({ targets: [busy], strategy: "single", house });
    const refused = await first.ended;
    expect(refused).toMatchObject({ kind: "failed", failure: { class: "rate_limited" } });
    expect(refused.kind === "failed" && refused.retryAfterMs).toBe(600_000);
    const second = await question({ targets: [busy], strategy: "single", house });
    expect(await second.ended).toMatchObject({ kind: "failed", failure: null, code: "model_unavailable" });
    expect(second.calls()).toEqual([]);
  });
});

describe.concurrent("a question", () => {
  test("too long for one model goes only to those with a larger window", async () => {
    const targets = [
      { id: "small", name: "error=context_length", window: 8_000 },
      { id: "same", name: "tokens=6", window: 8_000 },
      { id: "large", name: "tokens=6", window: 16_000 },
    ];
    const asking = await question({ targets, strategy: "fallback" });
    expect(await asking.ended).toMatchObject({ model: { id: "large" } });
    expect(asking.calls("same")).toEqual([]);
  });

  test.each(["fallback", "fastest", "hedged", "balanced", "parallel"] as const)(
    "that nobody answers by %s ends in one failure, with every attempt on record",
    async (strategy) => {
      const targets = [
        { id: "one", name: "fault=json_error" },
        { id: "two", name: "fault=empty;headers=150" },
      ];
      const asking = await question({ targets, strategy });
      expect(await asking.ended).toMatchObject({ kind: "failed", text: "", failure: { class: "empty" } });
      expect(asking.rows.map(({ modelId, try: nth }) => `${modelId} ${nth}`)).toEqual([
        "one 1",
        "one 2",
        "one 3",
        "two 1",
      ]);
      expect(asking.calls().length).toBe(4);
    },
  );

  test("to models whose breakers are open costs no call, and says when to come back", async () => {
    const house = realTimeHouse({ retries: 0 });
    const targets = [
      { id: "one", name: "status=500" },
      { id: "two", name: "fault=html" },
    ];
    const more = { targets, strategy: "fallback", house, mark: "breakers" } as const;
    for (let n = 0; n < 5; n += 1) await (await question(more)).ended;
    const asking = await question(more);
    const refused = await asking.ended;
    expect(refused).toMatchObject({ kind: "failed", code: "model_unavailable", failure: null });
    expect(refused.kind === "failed" && refused.retryAfterMs).toBeGreaterThan(20_000);
    expect(asking.calls().length).toBe(10);
  });

  test.each(["openai-compatible", "anthropic", "google", "cohere"] as const)(
    "costs the same streamed and whole by %s, to the billionth of a dollar",
    async (provider) => {
      const costs = [true, false].map(async (stream) => {
        const targets = [{ id: "m", name: "tokens=6;think=4", provider, stream }];
        const asking = await question({ targets, strategy: "single" });
        await asking.ended;
        return asking.rows.map(({ costNanoUsd }) => costNanoUsd);
      });
      // One word in at a dollar, ten out at two, per million.
      expect(await Promise.all(costs)).toEqual([[21_000], [21_000]]);
    },
  );
});
