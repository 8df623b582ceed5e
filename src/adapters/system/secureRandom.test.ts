import { expect, test } from "vitest";
import { secureRandom } from "./secureRandom.ts";

test("ids are UUIDv7 of now that rise, however many are made in a millisecond, and no two share their random part", () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, () => secureRandom.id());
  expect(
    ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toBe(true);
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(ids.map((id) => id.slice(-8))).size).toBeGreaterThan(19_900);
  const times = ids.map((id) => Number.parseInt(id.replace("-", "").slice(0, 12), 16));
  expect(times.every((time) => time >= before && time <= Date.now() + 1)).toBe(true);
});
