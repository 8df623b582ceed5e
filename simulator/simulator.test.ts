import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dialects } from "./dialects.ts";
import { rawCall, until } from "./rawCall.ts";
import { createSimulator, type Simulator } from "./simulator.ts";

let simulator: Simulator;
beforeEach(async () => {
  simulator = await createSimulator();
});
afterEach(() => simulator.close());

/** Timers count whole milliseconds. */
const timerErrorMs = 2;
const chat = "/v1/chat/completions";
const stalling = { model: "sim;fault=stall;after=3", stream: true };

test.each(dialects.map(({ name }, at) => [name, at] as const))(
  "a hang-up in a %s stream is noticed and stands in the record with its time",
  async (name, at) => {
    const dialect = dialects[at];
    if (!dialect) throw new Error("there is no such dialect");
    const model = "sim;fault=stall;after=3";
    const messages = [{ role: "user", content: "one" }] as const;
    const call = rawCall(simulator.url, dialect.path(model, true), dialect.body(model, true, messages));
    await until(() => simulator.calls()[0]?.sentTokens === 3);
    expect(simulator.calls()[0]).toMatchObject({ format: name, endedBy: "open", endedAt: null, status: 200 });
    expect(simulator.openCalls()).toBe(1);
    call.hangUp();
    await until(() => simulator.openCalls() === 0 && simulator.connections() === 0);
    const [ended] = simulator.calls();
    expect(ended).toMatchObject({ format: name, model, endedBy: "client", fault: "stall", sentTokens: 3 });
    expect(ended?.abortedAfterMs).toBe((ended?.endedAt ?? 0) - (ended?.at ?? 0));
  },
);

test("a hang-up is noticed before any header was sent", async () => {
  const call = rawCall(simulator.url, chat, { model: "sim;fault=hang_headers" });
  await until(() => simulator.openCalls() === 1);
  call.hangUp();
  await until(() => simulator.openCalls() === 0);
  expect(simulator.calls()[0]).toMatchObject({ endedBy: "client", status: null, sentTokens: 0 });
});

test("headers that are due behind a hang-up are not sent any more", async () => {
  const call = rawCall(simulator.url, chat, { model: "sim;headers=60" });
  await until(() => simulator.openCalls() === 1);
  call.hangUp();
  await until(() => simulator.openCalls() === 0);
  await pause(80);
  expect(simulator.calls()[0]).toMatchObject({ endedBy: "client", status: null });
});

test.each(["tokens=1000;gap=5", "tokens=30000"])(
  "nothing more is sent behind a hang-up (%s)",
  async (keys) => {
    const call = rawCall(simulator.url, chat, { model: `sim;${keys}`, stream: true });
    await until(() => (simulator.calls()[0]?.sentTokens ?? 0) >= 2);
    call.hangUp();
    await until(() => simulator.openCalls() === 0);
    const sent = simulator.calls()[0]?.sentTokens;
    await pause(30);
    expect(simulator.calls()[0]).toMatchObject({ endedBy: "client", sentTokens: sent });
  },
);

test("what the simulator ends itself, cleanly or not, is its own doing", async () => {
  for (const fault of ["cut", "refuse", "truncate", "no_usage"]) {
    await rawCall(simulator.url, chat, { model: `sim;fault=${fault}`, stream: true }).closed;
  }
  await until(() => simulator.openCalls() === 0);
  expect(simulator.calls().map(({ endedBy, abortedAfterMs }) => [endedBy, abortedAfterMs])).toEqual(
    Array.from({ length: 4 }, () => ["server", null]),
  );
});

test("keys are masked in the record, and everything else is there", async () => {
  await post(
    { model: "sim", messages: [{ role: "user", content: "hi" }] },
    { "x-api-key": "s3cret", "x-a": "b" },
  );
  const [call] = simulator.calls();
  expect(call).toMatchObject({
    path: chat,
    stream: false,
    messages: 1,
    body: { model: "sim" },
    headers: { "x-a": "b" },
  });
  expect(JSON.stringify(call)).not.toContain("s3cret");
  expect(call?.headers["x-api-key"]).toBe("***");
});

test("the record can be read and wiped over HTTP", async () => {
  await post({ model: "sim;times=1;status=500" });
  const listed = await fetch(`${simulator.url}/simulator/calls`);
  expect(await listed.json()).toMatchObject([{ id: 1, status: 500, fault: "status" }]);
  await fetch(`${simulator.url}/simulator/reset`, { method: "POST" });
  expect(simulator.calls()).toEqual([]);
  expect(await post({ model: "sim;times=1;status=500" })).toBe(500);
});

test("a fault hits only so many calls of one name", async () => {
  const statuses = [];
  for (let call = 0; call < 4; call += 1) statuses.push(await post({ model: "sim;times=2;status=503" }));
  expect(statuses).toEqual([503, 503, 200, 200]);
  expect(await post({ model: "other;times=2;status=503" })).toBe(503);
});

test("a share of the calls fails, exactly and the same every time", async () => {
  const statuses = [];
  for (let call = 0; call < 20; call += 1) statuses.push(await post({ model: "sim;fail=0.3;status=503" }));
  const block = [200, 503, 200, 200, 503, 200, 200, 503, 200, 200];
  expect(statuses).toEqual([...block, ...block]);
});

test.each([
  ["2", "retry-after", "2"],
  ["ms:1500", "retry-after-ms", "1500"],
  ["Wed, 21 Oct 2026 07:28:00 GMT", "retry-after", "Wed, 21 Oct 2026 07:28:00 GMT"],
])("retry_after=%s is sent as %s: %s", async (value, header, expected) => {
  const body = JSON.stringify({ model: `sim;status=429;retry_after=${value}` });
  const response = await fetch(simulator.url + chat, { method: "POST", body });
  expect(response.headers.get(header)).toBe(expected);
});

test("retry_after=date:90 is a date in ninety seconds", async () => {
  const body = JSON.stringify({ model: "sim;status=429;retry_after=date:90" });
  const response = await fetch(simulator.url + chat, { method: "POST", body });
  const ahead =
    Date.parse(response.headers.get("retry-after") ?? "") - Date.parse(response.headers.get("date") ?? "");
  expect(ahead).toBeGreaterThan(85_000);
  expect(ahead).toBeLessThanOrEqual(90_000);
});

test("tokens never come before their time, and a whole answer comes when its last token would", async () => {
  const keys = "tokens=5;headers=20;first=30;gap=10";
  for (const stream of [true, false]) {
    const started = performance.now();
    const call = rawCall(simulator.url, chat, { model: `sim;${keys}`, stream });
    await call.closed;
    expect(performance.now() - started).toBeGreaterThanOrEqual(20 + 30 + 4 * 10 - timerErrorMs);
  }
});

test("by default every token is a write of its own, and a burst is a single one", async () => {
  const chunks = async (keys: string) => {
    const call = rawCall(simulator.url, chat, { model: `sim;tokens=7;${keys}`, stream: true });
    await call.closed;
    return [...call.raw().matchAll(/\r\n[0-9a-f]+\r\n/gu)].length;
  };
  expect(await chunks("gap=0")).toBe(1 + 7 + 1 + 1);
  expect(await chunks("burst=1")).toBe(1 + 1);
});

test("what makes no sense is refused with a reason and leaves no record", async () => {
  const response = await fetch(simulator.url + chat, { method: "POST", body: '{"model":"sim;falut=cut"}' });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('there is no key \\"falut\\"');
  expect(simulator.calls()).toEqual([]);
});

test("a model's behaviour can be changed while it serves, in process and over HTTP", async () => {
  expect(await post({ model: "fast" })).toBe(200);
  simulator.behave("fast", "status=503");
  expect(await post({ model: "fast" })).toBe(503);
  expect(await post({ model: "other" })).toBe(200);
  const body = JSON.stringify({ model: "fast", keys: "" });
  await fetch(`${simulator.url}/simulator/behave`, { method: "POST", body });
  expect(await post({ model: "fast" })).toBe(200);
});

test("closing cuts what is still open", async () => {
  const call = rawCall(simulator.url, chat, stalling);
  await until(() => simulator.calls()[0]?.sentTokens === 3);
  await simulator.close();
  await call.closed;
  expect(call.ended()).toBe("cut");
});

async function post(body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(simulator.url + chat, { method: "POST", body: JSON.stringify(body), headers });
  await response.arrayBuffer();
  return response.status;
}

test("a stamped token says when it was written", async () => {
  const before = Date.now();
  const call = rawCall(simulator.url, chat, { model: "sim;tokens=3;gap=30;stamp=1", stream: true });
  await until(() => call.ended() === "clean");
  const stamps = [...call.body().matchAll(/"content":" ?(\d{13})"/gu)].map(([, stamp]) => Number(stamp));
  expect(stamps).toHaveLength(3);
  const [first = 0, second = 0, third = 0] = stamps;
  expect(first).toBeGreaterThanOrEqual(before - 1);
  expect(second - first).toBeGreaterThanOrEqual(30 - timerErrorMs);
  expect(third - first).toBeGreaterThanOrEqual(60 - timerErrorMs);
  expect(third).toBeLessThanOrEqual(Date.now() + 1);
});
