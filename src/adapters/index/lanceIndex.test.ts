import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@lancedb/lancedb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  chunk,
  chunkIndexSuite,
  exactScores,
  generatedCorpus,
  inventoryOf,
  names,
  suiteAnalyser,
} from "../../../test/ports/chunkIndex.ts";
import type { ChunkIndex } from "../../core/retrieval/chunkIndex.ts";
import { openLanceIndex } from "./lanceIndex.ts";

let root = "";
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "lance-index-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function newFolder(): string {
  folders += 1;
  return join(root, `${folders}`);
}

chunkIndexSuite("LanceDB", () => openLanceIndex({ folder: newFolder(), analyserVersion: suiteAnalyser }));

describe("a LanceDB index on disk", () => {
  test("is found again after closing", async () => {
    const folder = newFolder();
    await fill(folder, 1);
    const index = await openLanceIndex({ folder, analyserVersion: 1 });
    expect(names(await index.search("w", { terms: ["one"], limit: 5 }))).toEqual(["a/1/0"]);
    await index.close();
  });

  test("tells rows of an older analyser apart and removes them even of the version that serves", async () => {
    const folder = newFolder();
    await fill(folder, 1);
    const index = await openLanceIndex({ folder, analyserVersion: 2 });
    await index.add("w", [chunk("a", 1, 1, "one")]);
    expect(await inventoryOf(index)).toEqual(["a/1 by 1: 1", "a/1 by 2: 1"]);
    await index.removeOlder("w", "a", 1);
    expect(await inventoryOf(index)).toEqual(["a/1 by 2: 1"]);
    await index.close();
  });

  test("sees what another process added, without reopening", async () => {
    const folder = newFolder();
    await fill(folder, 1);
    const reader = await openLanceIndex({ folder, analyserVersion: 1 });
    await reader.search("w", { terms: ["one"], limit: 5 });
    const writer = await openLanceIndex({ folder, analyserVersion: 1 });
    await writer.add("w", [chunk("b", 1, 0, "two")]);
    await expect
      .poll(async () => names(await reader.search("w", { terms: ["two"], limit: 5 })), { timeout: 5_000 })
      .toEqual(["b/1/0"]);
    await Promise.all([reader.close(), writer.close()]);
  });

  test.each(["_versions", "data", "_indices"])(
    "damage in %s empties the table, with a report",
    async (part) => {
      const folder = newFolder();
      await fill(folder, 1);
      await damage(join(folder, "chunks_w.lance", part));
      const lost: string[] = [];
      const index = await openLanceIndex({ folder, analyserVersion: 1, onError: (_, id) => lost.push(id) });
      expect(await index.search("w", { terms: ["one"], limit: 5 })).toEqual([]);
      expect(lost).toEqual(["w"]);
      await refill(index);
    },
  );

  test("a folder that vanishes under an open index is reported and made anew", async () => {
    const folder = newFolder();
    const lost: string[] = [];
    const index = await openLanceIndex({ folder, analyserVersion: 1, onError: (_, id) => lost.push(id) });
    await index.add("w", [chunk("a", 1, 0, "one")]);
    await rm(folder, { recursive: true });
    await index.add("w", [chunk("b", 1, 0, "two")]);
    expect(lost).toEqual(["w"]);
    expect(await inventoryOf(index)).toEqual(["b/1 by 1: 1"]);
    await refill(index);
  });

  test("a path that is no folder is an operational error", async () => {
    const folder = newFolder();
    await writeFile(folder, "a file");
    await expect(openLanceIndex({ folder: join(folder, "below"), analyserVersion: 1 })).rejects.toMatchObject(
      {
        name: "AppError",
        code: "internal",
      },
    );
  });

  test("a hundred single adds are folded into a few fragments, with scores still exact", async () => {
    const folder = newFolder();
    const corpus = generatedCorpus(100);
    const index = await openLanceIndex({ folder, analyserVersion: 1 });
    for (const each of corpus) await index.add("w", [each]);
    await expect.poll(() => unfoldedRows(folder), { timeout: 8_000 }).toBe(0);
    const hits = await index.search("w", { terms: ["t0", "t7"], limit: 100 });
    const expected = exactScores(corpus, ["t0", "t7"]);
    expect(hits.map((hit) => hit.score.toFixed(3))).toEqual(expected.map(({ score }) => score.toFixed(3)));
    expect(await fragments(folder)).toBeLessThan(5);
    await index.close();
  });

  test("rows left unfolded by the process before are folded once the table is read", async () => {
    const folder = newFolder();
    await fill(folder, 1);
    const before = await unfoldedRows(folder);
    const index = await openLanceIndex({ folder, analyserVersion: 1 });
    await index.search("w", { terms: ["one"], limit: 5 });
    await expect.poll(() => unfoldedRows(folder), { timeout: 8_000 }).toBe(0);
    expect(before).toBe(1);
    await index.close();
  });

  test("removed rows stay removed after folding", async () => {
    const folder = newFolder();
    const index = await openLanceIndex({ folder, analyserVersion: 1 });
    await index.add("w", [chunk("a", 1, 0, "one"), chunk("b", 1, 0, "one"), chunk("c", 1, 0, "one")]);
    await index.remove("w", "b");
    await index.add("w", [chunk("c", 1, 0, "two")]);
    await expect.poll(() => unfoldedRows(folder), { timeout: 8_000 }).toBe(0);
    expect(names(await index.search("w", { terms: ["one"], limit: 5 }))).toEqual(["a/1/0"]);
    expect(names(await index.search("w", { terms: ["two"], limit: 5 }))).toEqual(["c/1/0"]);
    await index.close();
  });

  test("searches go on while writes and folding do, and miss no row already added", async () => {
    const index = await openLanceIndex({ folder: newFolder(), analyserVersion: 1 });
    await index.add("w", [chunk("a", 1, 0, "one")]);
    let writing = true;
    const writes = (async () => {
      for (let at = 0; at < 130; at += 1) await index.add("w", [chunk(`d${at}`, 1, 0, "two")]);
      writing = false;
    })();
    while (writing) expect(names(await index.search("w", { terms: ["one"], limit: 5 }))).toEqual(["a/1/0"]);
    await writes;
    expect(await index.search("w", { terms: ["two"], limit: 200 })).toHaveLength(130);
    await index.close();
  });
});

async function unfoldedRows(folder: string): Promise<number | undefined> {
  const table = await (await connect(folder)).openTable("chunks_w");
  return (await table.indexStats("terms_idx"))?.numUnindexedRows;
}

async function fragments(folder: string): Promise<number> {
  const table = await (await connect(folder)).openTable("chunks_w");
  return (await table.stats()).fragmentStats.numFragments;
}

async function fill(folder: string, analyserVersion: number): Promise<void> {
  const index = await openLanceIndex({ folder, analyserVersion });
  await index.add("w", [chunk("a", 1, 0, "one")]);
  await index.close();
}

async function refill(index: ChunkIndex): Promise<void> {
  await index.add("w", [chunk("c", 1, 0, "three")]);
  expect(names(await index.search("w", { terms: ["three"], limit: 5 }))).toEqual(["c/1/0"]);
  await index.close();
}

async function damage(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const file of entries.filter((entry) => entry.isFile()))
    await truncate(join(file.parentPath, file.name), 3);
}
