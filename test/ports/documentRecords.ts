import { afterEach, describe, expect, test } from "vitest";
import { content, firstId, lease, openDocumentRecords } from "./openDocumentRecords.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";
import { documentEventSchema } from "../../src/contract/documents.ts";
import type { Random } from "../../src/core/random.ts";

/** What document records promise, on any engine. */
export function documentRecordsSuite(name: string, open: OpenRecords): void {
  describe(`documents on ${name}`, () => {
    const houses: RecordsHouse[] = [];
    afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));
    async function opening(random?: (house: RecordsHouse) => Random) {
      const house = await openDocumentRecords(open, random);
      houses.push(house);
      return house;
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
        status: "ready",
        stage: null,
        progress: 1,
        version: 1,
        chunks: 2,
        pages: 2,
        language: "es",
        error: null,
        workspaceId: "w",
        name: "1.txt",
        hash: "hash-1",
        mime: "text/plain",
        bytes: 5,
        uploadedBy: "ana",
        sourceType: "upload",
        allowedRoles: [],
        attempts: 1,
        createdAt: clock.now() - 10,
      });
      expect(states()).toEqual(["processing", "parsing", "chunking", "indexing", "ready"]);
      expect(await documents.events("w", firstId, 100)).toEqual(
        heard.map(({ id: event, documentId, data }) => ({ id: event, documentId, data })),
      );
      expect(await documents.text("w", id)).toEqual({
        text: "hola mundo",
        pages: content("hola ", "mundo").pages,
      });
      expect(await documents.indexedTexts("w", id, 1)).toEqual(["hola ", "mundo"]);
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
      expect([heard.length, (await documents.events("w", firstId, 100)).length]).toEqual([1, 1]);
      expect(await documents.claim(lease)).not.toBeNull();
      expect(await documents.claim(lease)).toBeNull();
    });

    test("a document that an answer was kept as says so, whatever becomes of it", async () => {
      const { documents, accept, claimed } = await opening();
      const { id, sourceType } = await accept("w", { sourceType: "ai_synthesis" });
      await documents.publish(await claimed(), content("hola"));
      const [listed] = await documents.list("w", { limit: 9 });
      const archived = await documents.archive("w", id);
      expect([sourceType, listed?.sourceType, archived?.sourceType]).toEqual([
        "ai_synthesis",
        "ai_synthesis",
        "ai_synthesis",
      ]);
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
      expect([await documents.indexedTexts("w", id, 1), await documents.indexedTexts("w", id, 2)]).toEqual([
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
        await documents.indexedTexts("w", id, 1),
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
      expect(await documents.indexedTexts("w", id, 1)).toEqual(["old"]);
    });

    test("only ready and failed documents are queued again", async () => {
      const { documents, accept, claimed } = await opening();
      const { id } = await accept();
      expect([await documents.requeue("w", id), await documents.requeue("w", firstId)]).toEqual([null, null]);
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
      expect([await documents.archive("w", id), await documents.archive("w", firstId)]).toEqual([null, null]);
      expect(await documents.renew(claim, lease, "indexing", 0.9)).toBe(false);
      expect(await documents.publish(claim, content("y"))).toBe(false);
      expect([
        await documents.text("w", id),
        await documents.indexedTexts("w", id, 1),
        await documents.indexedTexts("w", id, 2),
      ]).toEqual([null, [], []]);
      expect(await documents.get("w", id)).toMatchObject({ status: "archived", version: 0, chunks: 0 });
      expect(states().at(-1)).toBe("archived");
    });

    test("lists go newest firstId, page by page, and hide archived documents", async () => {
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
      expect((await documents.getMany("w", [a.id, b.id, firstId])).map(({ id }) => id)).toEqual([a.id]);
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
      const all = await documents.events("w", firstId, 100);
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
      expect(
        (await documents.events("w", firstId, 100)).map(
          ({ data }) => documentEventSchema.parse(JSON.parse(data)).name,
        ),
      ).toEqual(["2.txt", "3.txt"]);
    });

    test("ten thousand chunks are published at once and come back in order", async () => {
      const { documents, accept, claimed } = await opening();
      const { id } = await accept();
      const parts = Array.from({ length: 10_000 }, (_, n) => `chunk ${n}; `);
      expect(await documents.publish(await claimed(), content(...parts))).toBe(true);
      expect(await documents.indexedTexts("w", id, 1)).toEqual(parts);
    });

    test("a chunk is indexed with the headings that it stands under", async () => {
      const { documents, accept, claimed } = await opening();
      const { id } = await accept();
      await documents.publish(await claimed(), content("bajo título"));
      expect(await documents.indexedTexts("w", id, 1)).toEqual(["Título\nbajo título"]);
    });
  });
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
