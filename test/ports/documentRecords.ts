import { afterEach, describe, expect, test } from "vitest";
import { createLocalDocumentEvents } from "../../src/adapters/bus/localDocumentEvents.ts";
import { createDocumentRecords } from "../../src/adapters/records/documentRecords.ts";
import type { LiveDocumentEvent } from "../../src/core/documents/documentEvents.ts";
import type { Claim, DocumentDraft, PublishedContent } from "../../src/core/documents/documentRecords.ts";
import type { Random } from "../../src/core/random.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

const lease = 60_000;
const first = "00000000-0000-7000-8000-000000000000";

/** What document records and their queue promise, on any engine. */
export function documentRecordsSuite(name: string, open: OpenRecords): void {
  describe(`documents on ${name}`, () => {
    const houses: RecordsHouse[] = [];
    afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));

    async function opening(random?: (house: RecordsHouse) => Random) {
      const house = await open();
      houses.push(house);
      const documentEvents = createLocalDocumentEvents();
      const heard: LiveDocumentEvent[] = [];
      documentEvents.subscribe("w", (event) => heard.push(event));
      const ids = random?.(house) ?? house.random;
      const documents = createDocumentRecords({ ...house, random: ids, documentEvents });
      let drafts = 0;
      const draft = (changes: Partial<DocumentDraft> = {}): DocumentDraft => {
        drafts += 1;
        const hash = `hash-${drafts}`;
        return {
          id: ids.id(),
          name: `${drafts}.txt`,
          hash,
          mime: "text/plain",
          bytes: 5,
          uploadedBy: "ana",
          ...changes,
        };
      };
      const accept = async (workspaceId = "w", changes: Partial<DocumentDraft> = {}) => {
        const [accepted] = await documents.accept(workspaceId, [draft(changes)]);
        if (!accepted) throw new Error("not accepted");
        return accepted.document;
      };
      const claimed = async (): Promise<Claim> => {
        const claim = await documents.claim(lease);
        if (!claim) throw new Error("nothing is due");
        return claim;
      };
      const states = () => heard.map(({ data }) => stateIn(data));
      return { ...house, documents, heard, draft, accept, claimed, states };
    }

    test("a document goes from accepted over its stages to ready, each change with its event", async () => {
      const { documents, accept, claimed, states, heard, clock } = await opening();
      const { id } = await accept();
      clock.advance(10);
      const claim = await claimed();
      expect(claim).toMatchObject({
        version: 1,
        document: { id, status: "processing", attempts: 1, stage: null },
      });
      for (const stage of ["parsing", "parsing", "chunking", "indexing"] as const) {
        expect(await documents.renew(claim, lease, stage, 0.5)).toBe(true);
      }
      expect(await documents.get("w", id)).toMatchObject({
        stage: "indexing",
        progress: 0.5,
        updatedAt: clock.now(),
      });
      expect(await documents.publish(claim, content("hola ", "mundo"))).toBe(true);
      expect(await documents.get("w", id)).toMatchObject({
        ...{
          status: "ready",
          stage: null,
          progress: 1,
          version: 1,
          chunks: 2,
          pages: 2,
          language: "es",
          error: null,
        },
        ...{
          workspaceId: "w",
          name: "1.txt",
          hash: "hash-1",
          mime: "text/plain",
          bytes: 5,
          uploadedBy: "ana",
          attempts: 1,
        },
        createdAt: clock.now() - 10,
      });
      expect(states()).toEqual(["processing", "parsing", "chunking", "indexing", "ready"]);
      expect(await documents.events("w", first, 100)).toEqual(heard);
      expect(await documents.text("w", id)).toEqual({
        text: "hola mundo",
        pages: content("hola ", "mundo").pages,
      });
      expect(await documents.chunkTexts("w", id, 1)).toEqual(["hola ", "mundo"]);
      expect(await documents.claim(lease)).toBeNull();
    });

    test("fifty identical uploads at once make one document, one event and one claim", async () => {
      const { documents, draft, heard } = await opening();
      const same = { name: "a.pdf", hash: "same" };
      const accepted = (
        await Promise.all(Array.from({ length: 50 }, () => documents.accept("w", [draft(same)])))
      ).flat();
      expect(new Set(accepted.map(({ document }) => document.id)).size).toBe(1);
      expect(accepted.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      expect([heard.length, (await documents.events("w", first, 100)).length]).toEqual([1, 1]);
      expect(await documents.claim(lease)).not.toBeNull();
      expect(await documents.claim(lease)).toBeNull();
    });

    test("the same bytes under another name or in another workspace are another document", async () => {
      const { documents, draft } = await opening();
      const [a, b, again] = await documents.accept("w", [
        draft({ name: "a", hash: "h" }),
        draft({ name: "b", hash: "h" }),
        draft({ name: "a", hash: "h" }),
      ]);
      const [elsewhere] = await documents.accept("v", [draft({ name: "a", hash: "h" })]);
      expect([a?.duplicate, b?.duplicate, again?.duplicate, elsewhere?.duplicate]).toEqual([
        false,
        false,
        true,
        false,
      ]);
      expect(again?.document.id).toBe(a?.document.id);
      expect(new Set([a, b, elsewhere].map((item) => item?.document.id)).size).toBe(3);
      expect(await documents.accept("w", [])).toEqual([]);
    });

    test("a deleted document does not hold back the same file", async () => {
      const { documents, accept } = await opening();
      const same = { name: "a", hash: "h" };
      const { id } = await accept("w", same);
      expect(await documents.holdsBlob("w", "h")).toBe(true);
      expect(await documents.archive("w", id)).toMatchObject({ status: "archived" });
      expect(await documents.holdsBlob("w", "h")).toBe(false);
      expect((await accept("w", same)).id).not.toBe(id);
      expect(await documents.holdsBlob("w", "h")).toBe(true);
      expect(await documents.holdsBlob("v", "h")).toBe(false);
    });

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
      expect([await documents.chunkTexts("w", id, 1), await documents.chunkTexts("w", id, 2)]).toEqual([
        [],
        ["current"],
      ]);
      expect(await documents.events("w", first, 100)).toHaveLength(2);
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

    test("a re-ingest serves the old version until the new one is whole", async () => {
      const { documents, accept, claimed } = await opening();
      const { id } = await accept();
      await documents.publish(await claimed(), content("old ", "version"));
      expect(await documents.requeue("w", id)).toMatchObject({
        status: "processing",
        version: 1,
        attempts: 0,
      });
      const claim = await claimed();
      expect(await documents.published("w")).toEqual([{ id, version: 1, chunks: 2, language: "es" }]);
      expect(await documents.text("w", id)).toMatchObject({ text: "old version" });
      await documents.publish(claim, content("new"));
      expect(await documents.published("w")).toEqual([{ id, version: 2, chunks: 1, language: "es" }]);
      expect(await documents.text("w", id)).toMatchObject({ text: "new" });
      expect([await documents.chunkTexts("w", id, 1), await documents.chunkTexts("w", id, 2)]).toEqual([
        [],
        ["new"],
      ]);
    });

    test("a re-ingest that fails for good takes the old version away", async () => {
      const { documents, accept, claimed } = await opening();
      const { id } = await accept();
      await documents.publish(await claimed(), content("old"));
      await documents.requeue("w", id);
      await documents.fail(await claimed(), { code: "malformed", reason: "broken" }, null);
      expect(await documents.get("w", id)).toMatchObject({ status: "failed", version: 0, chunks: 0 });
      expect([
        await documents.text("w", id),
        await documents.chunkTexts("w", id, 1),
        await documents.published("w"),
      ]).toEqual([null, [], []]);
    });

    test("a retry keeps the old version", async () => {
      const { documents, accept, claimed, clock } = await opening();
      const { id } = await accept();
      await documents.publish(await claimed(), content("old"));
      await documents.requeue("w", id);
      await documents.fail(await claimed(), { code: "timeout", reason: "slow" }, clock.now());
      expect(await documents.text("w", id)).toMatchObject({ text: "old" });
      expect(await documents.chunkTexts("w", id, 1)).toEqual(["old"]);
    });

    test("only ready and failed documents are queued again", async () => {
      const { documents, accept, claimed } = await opening();
      const { id } = await accept();
      expect([await documents.requeue("w", id), await documents.requeue("w", first)]).toEqual([null, null]);
      await documents.fail(await claimed(), { code: "malformed", reason: "broken" }, null);
      expect(await documents.requeue("v", id)).toBeNull();
      expect(await documents.requeue("w", id)).toMatchObject({
        status: "processing",
        error: null,
        attempts: 0,
      });
      await documents.archive("w", id);
      expect(await documents.requeue("w", id)).toBeNull();
    });

    test("retrying the failed queues exactly the failed of the workspace", async () => {
      const { documents, draft, claimed, states } = await opening();
      const failing = (
        await documents.accept(
          "w",
          Array.from({ length: 105 }, () => draft()),
        )
      ).map(({ document }) => document.id);
      const [other] = await documents.accept("v", [draft()]);
      for (let n = 0; n < 106; n += 1)
        await documents.fail(await claimed(), { code: "malformed", reason: "broken" }, null);
      const [ready] = await documents.accept("w", [draft()]);
      await documents.publish(await claimed(), content("x"));
      const [waiting] = await documents.accept("w", [draft()]);
      const before = states().length;
      expect((await documents.requeueFailed("w")).map(({ id }) => id).toSorted()).toEqual(failing.toSorted());
      expect(states().slice(before)).toEqual(Array.from({ length: 105 }, () => "processing"));
      expect(await documents.get("v", other?.document.id ?? "")).toMatchObject({ status: "failed" });
      expect(await documents.get("w", ready?.document.id ?? "")).toMatchObject({ status: "ready" });
      expect(await documents.get("w", waiting?.document.id ?? "")).toMatchObject({ status: "processing" });
      expect(await documents.requeueFailed("w")).toEqual([]);
    });

    test("archiving takes text and chunks away and ends the work on it", async () => {
      const { documents, accept, claimed, states } = await opening();
      const { id } = await accept();
      await documents.publish(await claimed(), content("x"));
      await documents.requeue("w", id);
      const claim = await claimed();
      expect(await documents.archive("w", id)).toMatchObject({
        id,
        status: "archived",
        hash: "hash-1",
        name: "1.txt",
      });
      expect([await documents.archive("w", id), await documents.archive("w", first)]).toEqual([null, null]);
      expect(await documents.renew(claim, lease, "indexing", 0.9)).toBe(false);
      expect(await documents.publish(claim, content("y"))).toBe(false);
      expect([
        await documents.text("w", id),
        await documents.chunkTexts("w", id, 1),
        await documents.chunkTexts("w", id, 2),
      ]).toEqual([null, [], []]);
      expect(await documents.get("w", id)).toMatchObject({ status: "archived", version: 0, chunks: 0 });
      expect(states().at(-1)).toBe("archived");
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

    test("a workspace with fewer leases under way comes first, then the longest waiting document", async () => {
      const { documents, draft, claimed, clock } = await opening();
      const [, second] = await documents.accept("a", [draft(), draft(), draft()]);
      clock.advance(1);
      await documents.accept("b", [draft(), draft(), draft()]);
      const served: string[] = [];
      for (let n = 0; n < 5; n += 1) {
        const { document } = await claimed();
        served.push(document.workspaceId);
        if (n === 2) expect(document.id).toBe(second?.document.id);
        clock.advance(1);
      }
      expect(served).toEqual(["a", "b", "a", "b", "a"]);
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
      expect(attempts.toSorted()).toEqual([1, 2, 2]);
    });

    test("lists go newest first, page by page, and hide archived documents", async () => {
      const { documents, accept } = await opening();
      const ids: string[] = [];
      for (let n = 0; n < 5; n += 1) ids.unshift((await accept()).id);
      await documents.archive("w", ids[1] ?? "");
      const page = await documents.list("w", { limit: 2 });
      expect(page.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
      expect((await documents.list("w", { limit: 9, before: ids[2] ?? "" })).map(({ id }) => id)).toEqual([
        ids[3],
        ids[4],
      ]);
      expect((await documents.list("w", { limit: 9, status: "archived" })).map(({ id }) => id)).toEqual([
        ids[1],
      ]);
      expect(await documents.list("v", { limit: 9 })).toEqual([]);
    });

    test("several are found by id within their workspace, and no id makes no call", async () => {
      const { documents, accept, database } = await opening();
      const a = await accept();
      const b = await accept("v");
      expect((await documents.getMany("w", [a.id, b.id, first])).map(({ id }) => id)).toEqual([a.id]);
      expect(await documents.get("v", a.id)).toBeNull();
      await database.close();
      expect(await documents.getMany("w", [])).toEqual([]);
    });

    test("the census counts what is searchable and what is not yet", async () => {
      const { documents, draft, claimed } = await opening();
      await documents.accept("w", [draft(), draft(), draft(), draft(), draft()]);
      const [a, b] = [await claimed(), await claimed()];
      await documents.publish(a, content("x"));
      await documents.publish(b, { ...content("y"), language: "en" });
      await documents.fail(await claimed(), { code: "no_text", reason: "empty" }, null);
      await documents.requeue("w", b.document.id);
      expect(await documents.census("w")).toEqual({ searchable: 2, processing: 2, languages: ["en", "es"] });
      expect(await documents.census("v")).toEqual({ searchable: 0, processing: 0, languages: [] });
    });

    test("events resume after any of them, in order, within their workspace", async () => {
      const { documents, accept, heard } = await opening();
      for (let n = 0; n < 6; n += 1) await accept(n % 2 === 0 ? "w" : "v");
      const all = await documents.events("w", first, 100);
      expect(all.map(({ id }) => id)).toEqual(heard.map(({ id }) => id));
      expect(await documents.events("w", all[0]?.id ?? "", 1)).toEqual([all[1]]);
      expect(await documents.events("w", all[2]?.id ?? "", 100)).toEqual([]);
    });

    test("events are kept for a day", async () => {
      const { documents, accept, clock } = await opening(timedIds);
      await accept();
      clock.advance(60_000);
      await accept();
      clock.advance(24 * 3_600_000 - 1);
      await accept();
      expect((await documents.events("w", first, 100)).map(({ data }) => JSON.parse(data).name)).toEqual([
        "2.txt",
        "3.txt",
      ]);
    });

    test("ten thousand chunks are published at once and come back in order", async () => {
      const { documents, accept, claimed } = await opening();
      const { id } = await accept();
      const parts = Array.from({ length: 10_000 }, (_, n) => `chunk ${n}; `);
      expect(await documents.publish(await claimed(), content(...parts))).toBe(true);
      expect(await documents.chunkTexts("w", id, 1)).toEqual(parts);
    });
  });
}

function stateIn(data: string): string {
  const { status, stage }: { status: string; stage?: string } = JSON.parse(data);
  return stage ?? status;
}

/** A document whose chunks and pages are the given parts. */
export function content(...parts: readonly string[]): PublishedContent {
  let end = 0;
  const chunks = parts.map((text, position) => {
    const start = end;
    end += text.length;
    return { position, page: position + 1, headings: ["Título"], start, end, text };
  });
  return {
    text: parts.join(""),
    pages: chunks.map(({ page, start, end: to }) => ({ page, start, end: to })),
    chunks,
    language: "es",
  };
}

/** Ids of the moved clock, so that events grow old with it. */
function timedIds({ clock, random }: RecordsHouse): Random {
  let count = 0;
  return {
    ...random,
    id() {
      const time = clock.now().toString(16).padStart(12, "0");
      count += 1;
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count.toString(16).padStart(12, "0")}`;
    },
  };
}
