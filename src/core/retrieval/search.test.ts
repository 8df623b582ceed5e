import { describe, expect, test } from "vitest";
import { createMemoryIndex } from "../../adapters/index/memoryIndex.ts";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import type { Language } from "../language.ts";
import { searchChunks, type ChunkRecords, type LoadedChunk } from "./search.ts";
import { analyse, analyserVersion } from "./textAnalysis.ts";

const signal = new AbortController().signal;

function chunk(documentId: string, text: string, more: Partial<LoadedChunk> = {}): LoadedChunk {
  const place = { version: 1, position: 0, page: null, headings: [], start: 0, end: text.length };
  return { documentId, documentName: `${documentId}.txt`, text, language: "es", ...place, ...more };
}

async function library(chunks: readonly LoadedChunk[], isReadable = (_: LoadedChunk) => true) {
  const index = createMemoryIndex(analyserVersion);
  const terms = ({ text, language }: LoadedChunk) => analyse(text, language ? [language] : []);
  await index.add(
    "w",
    chunks.map((row) => ({ ...row, terms: terms(row) })),
  );
  const asked: number[] = [];
  const deps = {
    index,
    clock: createManualClock(),
    chunkRecords: {
      async load(_workspace: string, refs: readonly { documentId: string; position: number }[]) {
        asked.push(refs.length);
        const names = new Set(refs.map((ref) => `${ref.documentId} ${ref.position}`));
        return chunks
          .filter((row) => names.has(`${row.documentId} ${row.position}`) && isReadable(row))
          .toReversed();
      },
    },
  };
  const search = (question: string, topK?: number, documentIds: readonly string[] | null = null) => {
    const languages: Language[] = ["es"];
    return searchChunks(
      deps,
      { workspaceId: "w", documentIds, languages },
      question,
      topK === undefined ? {} : { topK },
      signal,
    );
  };
  return { search, deps, asked };
}

const warranty = chunk("garantia", "La garantía de los paneles dura diez años.");
const price = chunk("precio", "El precio del panel es de 45 dólares por metro.");
const weight = chunk("peso", "Cada panel pesa once kilos.");

describe("searchChunks", () => {
  test("finds the passage that answers, with similarities in 0..1 in falling order", async () => {
    const { search } = await library([weight, price, warranty]);
    const { passages } = await search("¿Cuántos años de garantía tienen los paneles?");
    expect(passages[0]).toMatchObject(warranty);
    const scores = passages.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(scores[0]).toBeGreaterThan(0.5);
  });

  test("gives a question with accents and one without the same passages", async () => {
    const { search } = await library([weight, price, warranty]);
    const found = async (question: string) =>
      (await search(question)).passages.map((passage) => passage.documentId);
    expect(await found("cuantos anos de garantia del panel")).toEqual(["garantia", "peso", "precio"]);
    expect(await found("¿Cuántos años de garantía del panel?")).toEqual(["garantia", "peso", "precio"]);
  });

  test("gives a question that is hardly met a low similarity", async () => {
    const { search } = await library([weight, price, warranty]);
    const met = (await search("garantía de los paneles")).passages[0]?.score ?? 0;
    const hardlyMet =
      (await search("receta de tortilla de papas para un panel invitado")).passages[0]?.score ?? 0;
    expect(hardlyMet).toBeGreaterThan(0);
    expect(hardlyMet).toBeLessThan(met / 3);
  });

  test("leaves out what the records no longer give, and orders what they give", async () => {
    const { search } = await library([weight, price, warranty], (row) => row.documentId !== "precio");
    const { passages, metadata } = await search("precio y garantía del panel");
    expect(passages.map((passage) => passage.documentId)).toEqual(["garantia", "peso"]);
    expect(metadata).toMatchObject({
      chunks_found: 2,
      candidates_count: 2,
      hybrid_used: false,
      rerank_applied: true,
    });
  });

  test("looks only into the documents of its scope", async () => {
    const { search } = await library([weight, price, warranty]);
    expect((await search("panel", 5, ["peso"])).passages.map((passage) => passage.documentId)).toEqual([
      "peso",
    ]);
    expect((await search("panel", 5, [])).passages).toEqual([]);
  });

  test("reads four candidates for each passage asked for, 5 by default and 20 at most", async () => {
    const many = Array.from({ length: 100 }, (_, i) =>
      chunk(`d${i}`, `El panel número ${i} es ${i % 7} veces mejor.`),
    );
    const { search, asked } = await library(many);
    expect((await search("panel")).passages).toHaveLength(5);
    expect((await search("panel", 2)).passages).toHaveLength(2);
    expect((await search("panel", 500)).passages).toHaveLength(20);
    expect(asked).toEqual([20, 8, 80]);
  });

  test("drops a copy and a chunk that mostly repeats a better one of its document", async () => {
    const text = "La garantía del panel dura diez años.";
    const { search } = await library([
      chunk("a", text, { start: 0, end: 37 }),
      chunk("copia", text),
      chunk("a", `${text} Es de acero.`, { position: 1, start: 5, end: 55 }),
      chunk("a", "La garantía cubre el panel, no la obra.", { position: 2, start: 50, end: 89 }),
    ]);
    const { passages } = await search("garantía del panel");
    expect(passages.filter((passage) => passage.text === text)).toHaveLength(1);
    expect(passages.some((passage) => passage.position === 2)).toBe(true);
    expect(
      passages.filter(({ documentId, position }) => documentId === "a" && position < 2).length,
    ).toBeLessThan(2);
  });

  test("asks the index nothing for a question of stop words", async () => {
    const { search, asked } = await library([warranty]);
    expect((await search("¿y de qué es?")).passages).toEqual([]);
    expect(asked).toEqual([]);
  });

  test("ends with the signal's reason", async () => {
    const { deps } = await library([warranty]);
    const scope = { workspaceId: "w", documentIds: null, languages: [] };
    const reason = new Error("over");
    await expect(searchChunks(deps, scope, "garantía", {}, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test("hidden documents take no candidate's place, and the viewer is asked for again at loading", async () => {
    const hidden = Array.from({ length: 30 }, (_, n) => chunk(`oculto-${n}`, "El precio del panel."));
    const { deps } = await library([...hidden, price]);
    const viewers: unknown[] = [];
    const chunkRecords = {
      load: async (...[workspace, refs, viewer]: Parameters<ChunkRecords["load"]>) => {
        viewers.push(viewer);
        return deps.chunkRecords.load(workspace, refs);
      },
    };
    const viewer = { id: "bea", role: "member" } as const;
    const scope = { workspaceId: "w", documentIds: null, languages: [], viewer };
    const find = async (ids: readonly string[]) => {
      const found = await searchChunks(
        { ...deps, chunkRecords },
        { ...scope, hidden: ids },
        "precio del panel",
        { topK: 1 },
        signal,
      );
      return found.passages.map(({ documentId }) => documentId);
    };
    expect(await find(hidden.map(({ documentId }) => documentId))).toEqual(["precio"]);
    expect(await find([])).toEqual([expect.stringMatching("oculto")]);
    expect(viewers).toEqual([viewer, viewer]);
  });
});
