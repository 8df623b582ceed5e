import { afterEach, describe, expect, test } from "vitest";
import { openDocumentHouse } from "../../../test/ports/documentHouse.ts";
import type { DocumentHouse } from "../../../test/ports/documentHouse.ts";
import { createMemoryIndex } from "../../adapters/index/memoryIndex.ts";
import type { ChunkIndex } from "../retrieval/chunkIndex.ts";
import { createIngestor } from "./ingest.ts";
import { reconcileIndex, reconcileWorkspace } from "./reconcileIndex.ts";

const running = new AbortController().signal;

describe("reconcileIndex", () => {
  const houses: DocumentHouse[] = [];
  afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));

  /** A workspace with ready documents `a`, `b` and `c` of two chunks each. */
  async function opening() {
    const house = await openDocumentHouse();
    houses.push(house);
    const ids: string[] = [];
    for (const name of ["a", "b", "c"]) ids.push((await house.upload(name)).id);
    const ingestor = createIngestor(house.deps, { concurrency: 2 });
    ingestor.wake();
    for (const id of ids) await house.settled(id);
    await ingestor.close();
    const [a = "", b = "", c = ""] = ids;
    const inventory = async (index: ChunkIndex = house.index) =>
      (await index.inventory("w")).map((row) => line(row.documentId, row.version, row.chunks)).toSorted();
    const whole = ids.map((id) => line(id, 1, 2)).toSorted();
    return { ...house, a, b, c, inventory, whole };
  }

  test("an index that is whole is left alone", async () => {
    const { deps, index } = await opening();
    const untouched = {
      ...index,
      add: () => Promise.reject(new Error("added")),
      removeOlder: () => Promise.reject(new Error("removed")),
      removeVersion: () => Promise.reject(new Error("removed")),
    };
    expect(await reconcileWorkspace({ ...deps, index: untouched }, "w", running)).toEqual({
      checked: 3,
      rebuilt: 0,
      removed: 0,
      failed: 0,
    });
  });

  test("a lost index is rebuilt from the records and finds the same", async () => {
    const { deps, index, inventory, whole } = await opening();
    const empty = createMemoryIndex(1);
    expect(await reconcileWorkspace({ ...deps, index: empty }, "w", running)).toMatchObject({
      rebuilt: 3,
      failed: 0,
    });
    expect(await inventory(empty)).toEqual(whole);
    const query = { terms: ["mundo"], limit: 9 };
    expect((await empty.search("w", query)).toSorted(byDocument)).toEqual(
      (await index.search("w", query)).toSorted(byDocument),
    );
    expect(await reconcileWorkspace({ ...deps, index: empty }, "w", running)).toMatchObject({
      rebuilt: 0,
      removed: 0,
    });
  });

  test("missing and stray rows of a document are mended", async () => {
    const { deps, index, inventory, whole, a, b, c } = await opening();
    await index.remove("w", a);
    await index.remove("w", b);
    await index.add("w", [{ documentId: b, version: 1, position: 0, terms: ["hola"] }]);
    await index.add("w", [{ documentId: c, version: 7, position: 0, terms: ["stray"] }]);
    expect(await reconcileWorkspace(deps, "w", running)).toEqual({
      checked: 3,
      rebuilt: 2,
      removed: 1,
      failed: 0,
    });
    expect(await inventory()).toEqual(whole);
  });

  test("rows of unknown, failed and deleted documents go", async () => {
    const { deps, index, documents, inventory, whole, a } = await opening();
    await documents.archive("w", a);
    await index.add("w", [{ documentId: "unknown", version: 1, position: 0, terms: ["x"] }]);
    expect(await reconcileWorkspace(deps, "w", running)).toMatchObject({ removed: 2, rebuilt: 0 });
    expect(await inventory()).toEqual(whole.filter((row) => !row.startsWith(a)));
  });

  test("rows of a document that is being ingested are not touched", async () => {
    const { deps, index, upload, documents, inventory, a, whole } = await opening();
    const fresh = await upload("fresh");
    await index.add("w", [{ documentId: fresh.id, version: 1, position: 0, terms: ["x"] }]);
    await documents.requeue("w", a);
    await index.add("w", [{ documentId: a, version: 2, position: 0, terms: ["x"] }]);
    await reconcileWorkspace(deps, "w", running);
    expect(await inventory()).toEqual([...whole, line(fresh.id, 1, 1), line(a, 2, 1)].toSorted());
  });

  test("a version that is made while the one before is rebuilt keeps its rows", async () => {
    const { deps, index, documents, reader, inventory, settled, a, whole } = await opening();
    await index.remove("w", a);
    const analysing = createGate();
    const indexed = createGate();
    const rebuilt = reconcileWorkspace(
      {
        ...deps,
        reader: {
          ...reader,
          analyse: async (texts, language) => {
            await analysing.pass();
            return reader.analyse(texts, language);
          },
        },
      },
      "w",
      running,
    );
    await analysing.reached;
    await documents.requeue("w", a);
    const publish: typeof documents.publish = async (claim, content) => {
      await indexed.pass();
      return documents.publish(claim, content);
    };
    const ingestor = createIngestor(
      { ...deps, documents: { ...documents, publish } },
      { concurrency: 1, pollMs: 10 },
    );
    ingestor.wake();
    await indexed.reached;
    analysing.open();
    await rebuilt;
    indexed.open();
    await settled(a);
    await ingestor.close();
    expect(await documents.get("w", a)).toMatchObject({ status: "ready", version: 2 });
    expect(await inventory()).toEqual(
      [...whole.filter((row) => !row.startsWith(a)), line(a, 2, 2)].toSorted(),
    );
  });

  test("a document that is replaced while its rows are made anew keeps the new ones alone", async () => {
    const { deps, index, documents, reader, inventory, settled, a, whole } = await opening();
    await index.remove("w", a);
    const analyse: typeof reader.analyse = async (texts, language) => {
      await documents.requeue("w", a);
      const ingestor = createIngestor(deps, { concurrency: 1, pollMs: 10 });
      ingestor.wake();
      await settled(a);
      await ingestor.close();
      return reader.analyse(texts, language);
    };
    await reconcileWorkspace({ ...deps, reader: { ...reader, analyse } }, "w", running);
    expect(await inventory()).toEqual(
      [...whole.filter((row) => !row.startsWith(a)), line(a, 2, 2)].toSorted(),
    );
  });

  test("a failed document that is tried again while its old rows go keeps the new ones", async () => {
    const { deps, index, documents, inventory, settled, a, whole } = await opening();
    await documents.requeue("w", a);
    const claim = await documents.claim(60_000);
    if (!claim) throw new Error("nothing is due");
    await documents.fail(claim, { code: "malformed", reason: "broken" }, null);
    await index.add("w", [{ documentId: a, version: 2, position: 0, terms: ["old"] }]);
    const get: typeof documents.get = async (workspaceId, id) => {
      const document = await documents.get(workspaceId, id);
      if (id !== a) return document;
      await documents.requeueFailed("w");
      const ingestor = createIngestor(deps, { concurrency: 1, pollMs: 10 });
      ingestor.wake();
      await settled(a);
      await ingestor.close();
      return document;
    };
    await reconcileWorkspace({ ...deps, documents: { ...documents, get } }, "w", running);
    expect(await inventory()).toEqual(
      [...whole.filter((row) => !row.startsWith(a)), line(a, 3, 2)].toSorted(),
    );
  });

  test("rows of an older analyser serve until the new ones are in", async () => {
    const { deps, index, a } = await opening();
    const calls: string[] = [];
    const recording: ChunkIndex = {
      ...index,
      inventory: async (workspaceId) =>
        (await index.inventory(workspaceId)).map((row) => ({ ...row, analyser: 0 })),
      add: async (_, rows) =>
        void calls.push(`add ${rows[0]?.documentId} ${rows.map(({ terms }) => terms.join()).join()}`),
      removeOlder: async (_, id, version) => void calls.push(`remove ${id} before ${version}`),
    };
    await reconcileWorkspace({ ...deps, index: recording }, "w", running);
    expect(calls).toHaveLength(6);
    expect(calls.filter((call) => call.includes(a))).toEqual([`add ${a} hola,mundo`, `remove ${a} before 1`]);
  });

  test("a document that fails does not stop the others", async () => {
    const { deps, documents, inventory, whole, b, telemetry } = await opening();
    const empty = createMemoryIndex(1);
    const failing: typeof documents = {
      ...documents,
      indexedTexts: (workspaceId, id, version) =>
        id === b ? Promise.reject(new Error("unreadable")) : documents.indexedTexts(workspaceId, id, version),
    };
    expect(
      await reconcileWorkspace({ ...deps, documents: failing, index: empty }, "w", running),
    ).toMatchObject({ rebuilt: 2, failed: 1 });
    expect(await inventory(empty)).toEqual(whole.filter((row) => !row.startsWith(b)));
    expect(telemetry.said).toContain("error document_not_reconciled");
  });

  test("every workspace is reconciled, one that fails not stopping the next, and nothing rejects", async () => {
    const { deps, workspaces, upload, telemetry, until, documents } = await opening();
    const draft = {
      name: "w",
      description: "",
      visibility: "private",
      settings: { grounding: "strict" },
    } as const;
    const ids = ["00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"];
    for (const id of ids) await workspaces.create(id, "ana", draft);
    const { id } = await upload("x", "x.txt", ids[1]);
    const ingestor = createIngestor(deps, { concurrency: 1 });
    ingestor.wake();
    await until(async () => (await documents.get(ids[1] ?? "", id))?.status === "ready");
    await ingestor.close();
    const empty = createMemoryIndex(1);
    const index: ChunkIndex = {
      ...empty,
      inventory: (workspaceId) =>
        workspaceId === ids[0] ? Promise.reject(new Error("lost")) : empty.inventory(workspaceId),
    };
    await reconcileIndex({ ...deps, index }, running);
    expect(await empty.inventory(ids[1] ?? "")).toMatchObject([{ documentId: id, chunks: 2 }]);
    expect(telemetry.said).toContain("error index_not_reconciled");
  });

  test("aborting ends it between documents", async () => {
    const { deps, index } = await opening();
    const stop = new AbortController();
    const empty = createMemoryIndex(1);
    const stopping: ChunkIndex = {
      ...empty,
      add: async (workspaceId, rows) => {
        await empty.add(workspaceId, rows);
        stop.abort();
      },
    };
    await reconcileWorkspace({ ...deps, index: stopping }, "w", stop.signal);
    expect(await empty.inventory("w")).toHaveLength(1);
    expect(await index.inventory("w")).toHaveLength(3);
  });
});

/** Says when somebody has come to it and lets them through once open. */
function createGate() {
  const arrival = Promise.withResolvers<void>();
  const opening = Promise.withResolvers<void>();
  const pass = () => {
    arrival.resolve();
    return opening.promise;
  };
  return { pass, reached: arrival.promise, open: () => opening.resolve() };
}

function byDocument(a: { documentId: string }, b: { documentId: string }): number {
  return a.documentId.localeCompare(b.documentId);
}

function line(documentId: string, version: number, chunks: number): string {
  return `${documentId} v${version}: ${chunks}`;
}
