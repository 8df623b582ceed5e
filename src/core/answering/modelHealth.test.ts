import { expect, test } from "vitest";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { createModelHealth, type Admission, type ModelHealth } from "./modelHealth.ts";

const breaker = { failures: 2, window: 20, share: 0.5, halfOpenMs: 1_000 };

function admitted(health: ModelHealth): Admission {
  const admission = health.admit();
  if (typeof admission === "number") throw new Error("it rests");
  return admission;
}

test("a rest that a model asked for ends with the timer that was set for it, even if that fires early", () => {
  const clock = createManualClock();
  const health = createModelHealth({ clock }, breaker)("m");
  admitted(health).failed({ class: "rate_limited", code: null, retryAfterMs: 40 });
  clock.advance(30);
  expect(health.admit()).toBe(10);
  clock.advance(9.2);
  expect(health.admit()).toBeTypeOf("object");
});

test("an open breaker admits nobody early and tells what is left of its rest", () => {
  const clock = createManualClock();
  const health = createModelHealth({ clock }, breaker)("m");
  for (let n = 0; n < 2; n += 1) {
    admitted(health).failed({ class: "server_error", code: null, retryAfterMs: null });
  }
  clock.advance(999);
  expect(health.admit()).toBe(1);
  clock.advance(1);
  expect(health.admit()).toBeTypeOf("object");
  expect(health.admit()).toBe(1_000);
});

test("what is no fault of the model does not make it rest, whatever it asks for", () => {
  const clock = createManualClock();
  const health = createModelHealth({ clock }, breaker)("m");
  for (let n = 0; n < 9; n += 1)
    admitted(health).failed({ class: "invalid_request", code: null, retryAfterMs: 60_000 });
  expect(health.state).toBe("closed");
  expect(health.restsForMs()).toBe(0);
});
