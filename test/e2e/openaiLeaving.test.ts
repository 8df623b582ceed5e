import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startOpenaiHouse, type OpenaiHouse } from "./openaiHouse.ts";

let house: OpenaiHouse;
beforeAll(async () => {
  house = await startOpenaiHouse({ models: { late: "tokens=5;first=300" }, order: ["late"] });
});
afterAll(() => house.stop());

const leavers = 20;

function runningTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
}

/** Asks, and leaves once the model has been asked. */
async function leaveEarly(model: string, stream: boolean): Promise<void> {
  const asked = house.callsOf("late").length;
  const leaving = new AbortController();
  const answer = house.complete({ model, stream }, { signal: leaving.signal });
  while (house.callsOf("late").length === asked) await pause(1);
  leaving.abort();
  await expect(answer).rejects.toThrow("aborted");
}

test.for([
  { model: "late", stream: true },
  { model: "late", stream: false },
  { model: "workspace/default", stream: true },
  { model: "workspace/default", stream: false },
])(
  "who leaves $model (stream $stream) before its first word leaves no timer and no call behind",
  async ({ model, stream }) => {
    await leaveEarly(model, stream);
    const before = runningTimers();
    for (let count = 0; count < leavers; count += 1) await leaveEarly(model, stream);
    const calls = await house.callsSoon("late");
    expect(calls.filter(({ endedBy }) => endedBy !== "client")).toEqual([]);
    // A few come and go with the sockets.
    expect(runningTimers() - before).toBeLessThan(leavers / 2);
  },
);

test("a question to a workspace that is too long is refused before anybody is asked", async () => {
  const asked = house.callsOf("late").length;
  const messages = [{ role: "user", content: "why ".repeat(2_501) }];
  const answer = await house.complete({ model: "workspace/default", messages });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    error: {
      message: "A question to a workspace has at most 10000 characters.",
      type: "invalid_request_error",
      param: "messages",
      code: null,
    },
  });
  expect(house.callsOf("late").length).toBe(asked);
});
