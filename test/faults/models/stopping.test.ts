import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../../simulator/rawCall.ts";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import type { TurnEvent } from "../../../src/contract/events.ts";
import type { TestServer } from "../../e2e/testServer.ts";
import { simulatedText } from "./asking.ts";
import { openAfter100ms } from "./matrixHouse.ts";
import { outlineOf, post, startModelServer, startOf, textOf } from "./modelServer.ts";

let simulator: Simulator;
let house: TestServer;

const stalls = "tokens=6;fault=stall;after=3";

beforeAll(async () => {
  simulator = await createSimulator();
  const models = {
    cancelled: stalls,
    mute: "fault=role_stall",
    one: stalls,
    two: stalls,
    left: "tokens=20;gap=30",
    orchestrated: stalls,
    deaf: "fault=hang_headers",
  };
  house = await startModelServer(simulator, { models, patienceMs: 15_000 });
});

afterAll(async () => {
  await house.stop();
  await simulator.close();
});

const callsOf = (...ids: readonly string[]) =>
  simulator.calls().filter(({ model }) => ids.some((id) => model.startsWith(`${id};`)));

describe.concurrent("cancelling a turn", () => {
  test.each([
    ["within its text", ["cancelled"], "single", 3],
    ["before its first content", ["mute"], "single", 0],
    ["of several models at once", ["one", "two"], "parallel", 0],
  ] as const)("%s closes its calls within 100 ms and keeps the part", async (_, models, strategy, words) => {
    const events: TurnEvent[] = [];
    const heard = (async () => {
      const chat = house.client.turns.chat({ message: "why?", models: [...models], strategy });
      for await (const event of chat) events.push(event);
    })();
    await until(() => events.length > 0 && callsOf(...models).length === models.length);
    await until(() => textOf(events) === simulatedText(words));
    await until(() => callsOf(...models).every(({ status }) => status === 200));
    await house.client.turns.cancel(startOf(events).turn_id);
    expect(await openAfter100ms(() => callsOf(...models))).toEqual([]);
    expect(callsOf(...models).map(({ endedBy }) => endedBy)).toEqual(models.map(() => "client"));
    await heard;
    expect(outlineOf(events)).toEqual(["start", "done"]);
    expect(events.at(-1)).toMatchObject({ data: { metadata: { outcome: "cancelled" } } });
    const { items } = await house.client.conversations.messages(startOf(events).conversation_id);
    const kept = items.filter(({ role }) => role === "assistant").map(({ content }) => content);
    expect(kept).toEqual(words > 0 ? [simulatedText(words)] : []);
  });
});

test("a reader who hangs up does not stop the turn", async () => {
  const leaving = new AbortController();
  const events = house.client.turns.chat({ message: "why?", model: "left" }, leaving.signal);
  const seen: TurnEvent[] = [];
  const read = (async () => {
    for await (const event of events) {
      seen.push(event);
      if (textOf(seen) !== "") leaving.abort();
    }
  })();
  await read.catch(() => undefined);
  expect(textOf(seen)).not.toBe(simulatedText(20));
  const { conversation_id } = startOf(seen);
  const last = async () => (await house.client.conversations.messages(conversation_id)).items.at(-1)?.content;
  await expect.poll(last, { timeout: 10_000 }).toBe(simulatedText(20));
  expect(callsOf("left")).toMatchObject([{ endedBy: "server", sentTokens: 20 }]);
});

test.each(["orchestrated", "deaf"])(
  "who hangs up on an orchestrated answer ends its call (%s)",
  async (id) => {
    const leaving = new AbortController();
    const body = { user_question: "why?", providers: [id] };
    const asked = post(house, "/api/v1/orchestrate", body, { signal: leaving.signal });
    asked.catch(() => undefined);
    const words = id === "deaf" ? 0 : 3;
    await until(() => callsOf(id).some(({ sentTokens }) => sentTokens === words));
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
    expect(await openAfter100ms(() => callsOf(id))).toEqual([]);
    expect(callsOf(id)).toMatchObject([{ endedBy: "client" }]);
  },
);

test("when all models rest, the question is refused with the time of the first that is back", async () => {
  const models = { busy: "status=429;retry_after=600", gone: "fault=refuse" };
  const breaker = { failures: 2, half_open_ms: 40_000 };
  const resting = await startModelServer(simulator, { models, strategy: { breaker, retries: 0 } });
  try {
    for (let n = 0; n < 2; n += 1) {
      const failed = await post(resting, "/api/v1/chat", { message: "why?" });
      expect([failed.status, Object.keys(models).length]).toEqual([503, 2]);
    }
    const called = callsOf("busy", "gone").length;
    const response = await post(resting, "/api/v1/chat", { message: "why?" });
    expect(response.status).toBe(503);
    const seconds = Number(response.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(20);
    expect(seconds).toBeLessThanOrEqual(40);
    expect(await response.json()).toMatchObject({ code: "model_unavailable" });
    expect(callsOf("busy", "gone").length).toBe(called);
    // The busy one was left alone after its first answer.
    expect(callsOf("busy").length).toBe(1);
    const orchestrated = await post(resting, "/api/v1/orchestrate", { user_question: "why?" });
    expect(await orchestrated.json()).toMatchObject({
      status: "service_unavailable",
      error: { code: "breaker_open" },
      attempts: [],
    });
  } finally {
    await resting.stop();
  }
});
