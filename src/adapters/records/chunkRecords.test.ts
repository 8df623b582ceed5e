import { afterEach, describe, expect, test } from "vitest";
import { content } from "../../../test/ports/openDocumentRecords.ts";
import { openSqliteRecords, type RecordsHouse } from "../../../test/ports/records.ts";
import { createLocalDocumentEvents } from "../bus/localDocumentEvents.ts";
import { createChunkRecords } from "./chunkRecords.ts";
import { createDocumentRecords } from "./documentRecords.ts";

describe("chunk records on SQLite", () => {
  const houses: RecordsHouse[] = [];
  afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));

  async function opening() {
    const house = await openSqliteRecords();
    houses.push(house);
    const documents = createDocumentRecords({ ...house, documentEvents: createLocalDocumentEvents() });
    const claimed = async () => {
      const claim = await documents.claim(60_000);
      if (!claim) throw new Error("nothing is due");
      return claim;
    };
    const ready = async (name: string, ...parts: string[]) => {
      const draft = {
        id: house.random.id(),
        name,
        hash: name,
        mime: "text/plain",
        bytes: 1,
        uploadedBy: "ana",
      };
      await documents.accept("w", [draft]);
      await documents.publish(await claimed(), content(...parts));
      return draft.id;
    };
    return { ...house, documents, chunks: createChunkRecords(house), claimed, ready };
  }

  test("chunks come with their place, headings, language and document's name", async () => {
    const { chunks, ready } = await opening();
    const documentId = await ready("a.txt", "uno ", "bajo título");
    expect(await chunks.load("w", [{ documentId, version: 1, position: 1 }])).toEqual([
      {
        documentId,
        documentName: "a.txt",
        version: 1,
        position: 1,
        page: 2,
        headings: ["Título"],
        start: 4,
        end: 15,
        text: "bajo título",
        language: "es",
      },
    ]);
  });

  test("unknown positions, versions, documents and workspaces drop out", async () => {
    const { chunks, ready } = await opening();
    const documentId = await ready("a.txt", "uno ", "dos");
    const found = { documentId, version: 1, position: 0 };
    const refs = [
      found,
      { ...found, position: 9 },
      { ...found, version: 2 },
      { ...found, documentId: "nobody" },
    ];
    expect((await chunks.load("w", refs)).map(({ text }) => text)).toEqual(["uno "]);
    expect(await chunks.load("v", [found])).toEqual([]);
    expect(await chunks.load("w", [])).toEqual([]);
  });

  test("the old version serves while a new one is made, then never again", async () => {
    const { chunks, documents, claimed, ready } = await opening();
    const documentId = await ready("a.txt", "old");
    const refs = [1, 2].map((version) => ({ documentId, version, position: 0 }));
    await documents.requeue("w", documentId);
    const claim = await claimed();
    expect((await chunks.load("w", refs)).map(({ text }) => text)).toEqual(["old"]);
    await documents.publish(claim, content("new"));
    expect((await chunks.load("w", refs)).map(({ text }) => text)).toEqual(["new"]);
  });

  test("failed and deleted documents have no chunks", async () => {
    const { chunks, documents, claimed, ready } = await opening();
    const failing = await ready("a.txt", "a");
    const deleted = await ready("b.txt", "b");
    await documents.requeue("w", failing);
    await documents.fail(await claimed(), { code: "malformed", reason: "broken" }, null);
    await documents.archive("w", deleted);
    const refs = [failing, deleted].map((documentId) => ({ documentId, version: 1, position: 0 }));
    expect(await chunks.load("w", refs)).toEqual([]);
  });

  test("more chunks than one statement takes are all found", async () => {
    const { chunks, ready } = await opening();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await ready(`${n}.txt`, `text ${n}`));
    const unknown = Array.from({ length: 2200 }, (_, n) => ({
      documentId: `unknown-${n}`,
      version: 1,
      position: 0,
    }));
    const refs = [...ids.map((documentId) => ({ documentId, version: 1, position: 0 })), ...unknown].toSorted(
      (a, b) => (a.documentId.at(-1) ?? "").localeCompare(b.documentId.at(-1) ?? ""),
    );
    expect((await chunks.load("w", refs)).map(({ text }) => text).toSorted()).toEqual(
      ids.map((_, n) => `text ${n}`),
    );
  });
});
