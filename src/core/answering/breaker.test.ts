import { expect, test } from "vitest";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { createBreaker } from "./breaker.ts";

const settings = { failures: 5, window: 20, share: 0.5, halfOpenMs: 30_000 };

function breaker() {
  const clock = createManualClock();
  const made = createBreaker({ clock }, settings);
  const fail = (times: number) => {
    for (let n = 0; n < times; n++) made.admit()?.failed();
  };
  return { clock, made, fail };
}

test("five failures in a row open it, four and a success do not", () => {
  const { made, fail } = breaker();
  fail(4);
  made.admit()?.succeeded();
  fail(4);
  expect(made.state()).toBe("closed");
  fail(1);
  expect(made.state()).toBe("open");
  expect(made.admit()).toBeNull();
  expect(made.openForMs()).toBe(30_000);
});

test("less than half of the last twenty opens it, though never five failed in a row", () => {
  const { made, fail } = breaker();
  for (let n = 0; n < 6; n++) {
    fail(2);
    made.admit()?.succeeded();
  }
  expect(made.state()).toBe("closed");
  fail(2);
  expect(made.state()).toBe("open");
});

test("after its rest it lets exactly one call through, whose first content closes it", () => {
  const { clock, made, fail } = breaker();
  fail(5);
  clock.advance(29_999);
  expect(made.admit()).toBeNull();
  clock.advance(1);
  expect(made.state()).toBe("half_open");
  const probe = made.admit();
  expect([made.admit(), made.admit()]).toEqual([null, null]);
  probe?.began();
  expect(made.state()).toBe("closed");
  fail(4);
  expect(made.state()).toBe("closed");
});

test("a probe that began and broke off later counts as one failure", () => {
  const { clock, made, fail } = breaker();
  fail(5);
  clock.advance(30_000);
  const probe = made.admit();
  probe?.began();
  probe?.failed();
  expect(made.state()).toBe("closed");
  fail(4);
  expect(made.state()).toBe("open");
});

test("a probe that fails opens it for another rest; one that is called off leaves the place to the next", () => {
  const { clock, made, fail } = breaker();
  fail(5);
  clock.advance(30_000);
  made.admit()?.released();
  made.admit()?.failed();
  expect(made.state()).toBe("open");
  expect(made.openForMs()).toBe(30_000);
});

test("calls of before it opened change nothing when they end late", () => {
  const { clock, made, fail } = breaker();
  const [old, older, oldest] = [made.admit(), made.admit(), made.admit()];
  fail(5);
  clock.advance(20_000);
  old?.failed();
  expect(made.openForMs()).toBe(10_000);
  clock.advance(10_000);
  const probe = made.admit();
  older?.released();
  oldest?.began();
  expect(made.state()).toBe("half_open");
  expect(made.admit()).toBeNull();
  probe?.began();
  expect(made.state()).toBe("closed");
});
