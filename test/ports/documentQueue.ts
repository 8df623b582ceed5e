import { afterEach, describe, expect, test } from "vitest";
import { content, firstId, lease, openDocumentRecords } from "./openDocumentRecords.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

/** What the queue of documents promises, on any engine. */
export function documentQueueSuite(name: string, open: OpenRecords): void {
  describe(`the document queue on ${name}`, () => {
    const houses: RecordsHouse[] = [];
    afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));
    async function opening() {
      const house = await openDocumentRecords(open);
      houses.push(house);
      return house;
    }

    test("whoever lost the lease can neither renew, publish, fail nor release", async () => {
      const { documents, accept, claimed, clock, states } = await opening();
      const { id } = await accept();
      const stale = await claimed();
      clock.advance(lease - 1);
      expect(await documents.claim(lease)).toBeNull();
      clock.advance(1);
      const current = await claimed();
      expect(current).toMatchObject({ version: 2, document: { id, attempts: 2 } });
      expect(await documents.renew(stale, lease, "parsing", 0)).toBe(false);
      expect(await documents.publish(stale, content("stale"))).toBe(false);
      expect(await documents.fail(stale, { code: "internal", reason: "stale" }, null)).toBe(false);
      expect(await documents.release(stale)).toBe(false);
      expect(states()).toEqual(["processing"]);
      expect(await documents.publish(current, content("current"))).toBe(true);
      expect(await documents.publish(stale, content("stale"))).toBe(false);
      expect(await documents.publish(current, content("repeated"))).toBe(true);
      expect(await documents.text("w", id)).toMatchObject({ text: "current" });
      expect([await documents.indexedTexts("w", id, 1), await documents.indexedTexts("w", id, 2)]).toEqual([
        [],
        ["current"],
      ]);
      expect(await documents.events("w", firstId, 100)).toHaveLength(2);
    });

    test("a renewed lease keeps the document", async () => {
      const { documents, accept, claimed, clock } = await opening();
      await accept();
      const claim = await claimed();
      clock.advance(lease - 1);
      await documents.renew(claim, lease, "parsing", 0.2);
      clock.advance(lease - 1);
      expect(await documents.claim(lease)).toBeNull();
      expect(await documents.publish(claim, content("x"))).toBe(true);
    });

    test("a retry is due at its time and a final failure never", async () => {
      const { documents, accept, claimed, clock, states } = await opening();
      const { id } = await accept();
      expect(
        await documents.fail(await claimed(), { code: "timeout", reason: "slow" }, clock.now() + 5000),
      ).toBe(true);
      expect(await documents.get("w", id)).toMatchObject({ status: "processing", attempts: 1, error: null });
      clock.advance(4999);
      expect(await documents.claim(lease)).toBeNull();
      clock.advance(1);
      const claim = await claimed();
      expect(claim.document.attempts).toBe(2);
      expect(await documents.fail(claim, { code: "timeout", reason: "r".repeat(600) }, null)).toBe(true);
      expect(await documents.get("w", id)).toMatchObject({
        status: "failed",
        error: { code: "timeout", reason: "r".repeat(500) },
      });
      clock.advance(lease * 100);
      expect(await documents.claim(lease)).toBeNull();
      expect(states()).toEqual(["processing", "processing", "failed"]);
    });

    test("a workspace with one document does not wait behind one with many", async () => {
      const { documents, draft, accept, claimed, clock } = await opening();
      await documents.accept(
        "many",
        Array.from({ length: 20 }, () => draft()),
      );
      clock.advance(1000);
      await accept("one");
      await accept("two");
      const served: string[] = [];
      for (let n = 0; n < 6; n += 1) {
        const claim = await claimed();
        served.push(claim.document.workspaceId);
        await documents.publish(claim, content("x"));
        clock.advance(1);
      }
      expect(served).toEqual(["many", "one", "two", "many", "many", "many"]);
    });

    test("a workspace with fewer leases under way comes firstId, then the longest waiting document", async () => {
      const { documents, draft, claimed, clock } = await opening();
      const [, second] = await documents.accept("a", [draft(), draft(), draft()]);
      clock.advance(1);
      await documents.accept("b", [draft(), draft(), draft()]);
      const served: string[] = [];
      const taken: string[] = [];
      for (let n = 0; n < 5; n += 1) {
        const { document } = await claimed();
        served.push(document.workspaceId);
        taken.push(document.id);
        clock.advance(1);
      }
      expect(served).toEqual(["a", "b", "a", "b", "a"]);
      expect(taken[2]).toBe(second?.document.id);
    });

    test("many claims at once take each document once", async () => {
      const { documents, draft } = await opening();
      await documents.accept(
        "w",
        Array.from({ length: 10 }, () => draft()),
      );
      const claims = await Promise.all(Array.from({ length: 15 }, () => documents.claim(lease)));
      const ids = claims.flatMap((claim) => claim?.document.id ?? []);
      expect([ids.length, new Set(ids).size]).toEqual([10, 10]);
    });

    test("a released claim is due at once and does not count", async () => {
      const { documents, accept, claimed } = await opening();
      await accept();
      const claim = await claimed();
      await documents.renew(claim, lease, "parsing", 0.3);
      expect(await documents.release(claim)).toBe(true);
      expect(await documents.release(claim)).toBe(false);
      expect(await claimed()).toMatchObject({ version: 2, document: { attempts: 1 } });
    });

    test("ending all leases makes their documents due and counts the attempt", async () => {
      const { documents, draft, claimed } = await opening();
      await documents.accept("w", [draft(), draft(), draft()]);
      const stale = await claimed();
      await claimed();
      expect(await documents.releaseLeases()).toBe(2);
      expect(await documents.renew(stale, lease, "parsing", 0)).toBe(false);
      const attempts = [await claimed(), await claimed(), await claimed()].map(
        ({ document }) => document.attempts,
      );
      expect(attempts.toSorted((a, b) => a - b)).toEqual([1, 2, 2]);
    });
  });
}
