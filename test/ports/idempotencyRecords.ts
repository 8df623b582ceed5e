import { afterEach, describe, expect, test } from "vitest";
import { createIdempotencyRecords } from "../../src/adapters/records/idempotencyRecords.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

const request = { workspaceId: "w", actor: "ana", key: "k", digest: "d" };
const day = 24 * 3_600_000;

/** What records of idempotency keys must do on any database. */
export function idempotencyRecordsSuite(name: string, open: OpenRecords): void {
  describe(`${name} as idempotency records`, () => {
    const houses: RecordsHouse[] = [];
    afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));
    async function opening() {
      const house = await open();
      houses.push(house);
      return { ...house, records: createIdempotencyRecords(house) };
    }

    test("the first ids stay, and what came of them is found with them", async () => {
      const { records } = await opening();
      expect(await records.reserve(request, ["a", "b"])).toEqual({
        kept: { digest: "d", ids: ["a", "b"], result: null },
        isNew: true,
      });
      expect(await records.reserve({ ...request, digest: "other" }, ["c"])).toEqual({
        kept: { digest: "d", ids: ["a", "b"], result: null },
        isNew: false,
      });
      await records.finish(request, ["a", "b"], '{"it\'s":"done"}');
      expect((await records.reserve(request, ["c"])).kept).toEqual({
        digest: "d",
        ids: ["a", "b"],
        result: '{"it\'s":"done"}',
      });
    });

    test("keys are an actor's own in a workspace", async () => {
      const { records } = await opening();
      const made = await Promise.all(
        [
          request,
          { ...request, actor: "bea" },
          { ...request, workspaceId: "v" },
          { ...request, key: "K" },
        ].map((each) => records.reserve(each, [])),
      );
      expect(made.map(({ isNew }) => isNew)).toEqual([true, true, true, true]);
    });

    test("of fifty at once one makes the reservation", async () => {
      const { records } = await opening();
      const made = await Promise.all(
        Array.from({ length: 50 }, (_, n) => records.reserve(request, [String(n)])),
      );
      expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(made.map(({ kept }) => kept.ids[0])).size).toBe(1);
    });

    test("a released key is free, and another's digest releases nothing", async () => {
      const { records } = await opening();
      await records.reserve(request, ["a"]);
      await records.release({ ...request, digest: "other" });
      expect((await records.reserve(request, ["b"])).isNew).toBe(false);
      await records.release(request);
      expect((await records.reserve(request, ["b"])).isNew).toBe(true);
    });

    test("after a day a key is free, and pruned with all that are as old", async () => {
      const { records, clock } = await opening();
      await records.reserve(request, ["a"]);
      for (let n = 0; n < 3; n += 1) await records.reserve({ ...request, key: `old ${n}` }, []);
      clock.advance(day - 1);
      expect((await records.reserve(request, ["b"])).isNew).toBe(false);
      clock.advance(1);
      expect((await records.reserve({ ...request, digest: "new" }, ["b"])).kept.ids).toEqual(["b"]);
      expect(await records.prune(new AbortController().signal)).toBe(3);
      expect((await records.reserve({ ...request, digest: "new" }, ["c"])).isNew).toBe(false);
    });
  });
}
