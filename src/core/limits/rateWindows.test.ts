import { describe, expect, test } from "vitest";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { createRateWindows } from "./rateWindows.ts";

const minute = 60_000;

describe("createRateWindows", () => {
  test("counts by key from its first use until the window ends", () => {
    const clock = createManualClock(0);
    const windows = createRateWindows({ clock }, minute);
    expect(windows.count("a")).toEqual({ current: 1, ttl: 60_000 });
    clock.advance(20_000);
    expect([windows.count("a"), windows.count("b")]).toEqual([
      { current: 2, ttl: 40_000 },
      { current: 1, ttl: 60_000 },
    ]);
    clock.advance(40_000);
    expect([windows.read("a").current, windows.read("b").current]).toEqual([0, 1]);
    expect(windows.count("a")).toEqual({ current: 1, ttl: 60_000 });
  });

  test("looking does not count", () => {
    const windows = createRateWindows({ clock: createManualClock(0) }, minute);
    windows.count("a");
    for (let n = 0; n < 5; n += 1) expect(windows.read("a").current).toBe(1);
    expect(windows.read("b")).toEqual({ current: 0, ttl: 0 });
    expect(windows.size).toBe(1);
  });

  test("a hundred thousand addresses take no more room than ten thousand and make nobody's count be forgotten", () => {
    const clock = createManualClock(0);
    const windows = createRateWindows({ clock }, minute);
    for (let n = 0; n < 30; n += 1) windows.count("address 10.0.0.1");
    for (let n = 0; n < 100_000; n += 1)
      windows.count(`address 2001:db8:${(n >> 16).toString(16)}:${n & 0xffff}::`);
    expect(windows.size).toBe(10_000 + 1_024);
    expect(windows.read("address 10.0.0.1").current).toBe(30);
    // Newcomers share, about a hundred a window, and so are counted too.
    const shared = windows.count("address 192.0.2.1").current;
    expect(shared).toBeGreaterThan(30);
    expect(shared).toBeLessThan(300);
    clock.advance(minute);
    expect(windows.count("address 192.0.2.1").current).toBe(1);
    expect(windows.size).toBe(1);
  });
});
