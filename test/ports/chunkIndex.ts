import { afterEach, describe, expect, test } from "vitest";
import type { ChunkHit, ChunkIndex, IndexedChunk } from "../../src/core/retrieval/chunkIndex.ts";

/** What every chunk index must do. `open` gives an empty one each time. */
export function chunkIndexSuite(name: string, open: () => Promise<ChunkIndex>): void {
  describe(`${name} as a chunk index`, () => {
    const opened: ChunkIndex[] = [];
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((index) => index.close()));
    });
    async function opening(...chunks: IndexedChunk[]): Promise<ChunkIndex> {
      const index = await open();
      opened.push(index);
      if (chunks.length > 0) await index.add("w", chunks);
      return index;
    }

    test("ranks and scores by BM25 over all rows of the workspace", async () => {
      const corpus = generatedCorpus(400);
      const index = await opening(...corpus);
      for (const query of [
        ["t0"],
        ["t3", "t40"],
        ["t1", "t9", "t27", "t81", "t150", "t299"],
        ["t2", "t2", "t60"],
      ]) {
        const hits = await index.search("w", { terms: query, limit: 25 });
        const expected = exactScores(corpus, query);
        expect(hits.map((hit) => hit.score.toFixed(3))).toEqual(
          expected.slice(0, 25).map(({ score }) => score.toFixed(3)),
        );
        for (const hit of hits) expect(hit.score).toBeCloseTo(scoreOf(expected, hit), 3);
      }
    });

    test("a filter on documents narrows before the limit and, once rows are folded in, leaves scores alone", async () => {
      const corpus = generatedCorpus(200);
      const index = await opening(...corpus);
      const expected = exactScores(corpus, ["t0", "t5"]).filter(({ chunk: each }) =>
        ["d3", "d17"].includes(each.documentId),
      );
      const find = () => index.search("w", { terms: ["t0", "t5"], documentIds: ["d3", "d17"], limit: 5 });
      expect(new Set((await find()).map((hit) => hit.documentId))).toEqual(new Set(["d3", "d17"]));
      await expect
        .poll(async () => (await find()).map((hit) => hit.score.toFixed(3)), { timeout: 8_000 })
        .toEqual(expected.slice(0, 5).map(({ score }) => score.toFixed(3)));
    });

    test("an empty filter, no terms, an unknown term and an unknown workspace find nothing", async () => {
      const index = await opening(chunk("a", 1, 0, "one"));
      expect(await index.search("w", { terms: ["one"], documentIds: [], limit: 5 })).toEqual([]);
      expect(await index.search("w", { terms: [], limit: 5 })).toEqual([]);
      expect(await index.search("w", { terms: ["two"], limit: 5 })).toEqual([]);
      expect(await index.search("other", { terms: ["one"], limit: 5 })).toEqual([]);
      expect(await index.inventory("other")).toEqual([]);
    });

    test("documents that are excepted are left out before the limit, with and without a filter", async () => {
      const index = await opening(
        chunk("it's", 1, 0, "one"),
        chunk("b", 1, 0, "one"),
        chunk("c", 1, 0, "one"),
      );
      const find = async (query: { documentIds?: string[]; exceptIds: string[]; limit: number }) =>
        (await index.search("w", { terms: ["one"], ...query })).map(({ documentId }) => documentId);
      expect(await find({ exceptIds: ["it's", "c"], limit: 1 })).toEqual(["b"]);
      expect(await find({ documentIds: ["it's", "b"], exceptIds: ["it's"], limit: 5 })).toEqual(["b"]);
      expect(await find({ exceptIds: [], limit: 5 })).toHaveLength(3);
    });

    test("a filter of thousands of documents finds the one that matches", async () => {
      const index = await opening(chunk("it's", 1, 0, "one"), chunk("not", 1, 0, "one"));
      const others = Array.from({ length: 4000 }, (_, at) => `018f3c7a-0000-7000-8000-${at}`);
      const hits = await index.search("w", { terms: ["one"], documentIds: [...others, "it's"], limit: 5 });
      expect(names(hits)).toEqual(["it's/1/0"]);
    });

    test("an id that looks like a condition is only an id", async () => {
      const index = await opening(chunk("a", 1, 0, "one"), chunk("' OR '1'='1", 1, 0, "one"));
      const hits = await index.search("w", { terms: ["one"], documentIds: ["') OR ('1'='1"], limit: 5 });
      expect(hits).toEqual([]);
      await index.remove("w", "' OR '1'='1");
      expect(names(await index.search("w", { terms: ["one"], limit: 5 }))).toEqual(["a/1/0"]);
    });

    test("workspaces do not see one another, whatever their names", async () => {
      const index = await opening(chunk("a", 1, 0, "one"));
      await index.add("W", [chunk("b", 1, 0, "one")]);
      await index.add("../w", [chunk("c", 1, 0, "one")]);
      expect(names(await index.search("w", { terms: ["one"], limit: 5 }))).toEqual(["a/1/0"]);
      expect(names(await index.search("W", { terms: ["one"], limit: 5 }))).toEqual(["b/1/0"]);
      expect(names(await index.search("../w", { terms: ["one"], limit: 5 }))).toEqual(["c/1/0"]);
    });

    test.each(strangeTerms)("finds the term %.20s and nothing like it", async (term) => {
      const others = strangeTerms.filter((other) => other !== term);
      const index = await opening(...others.map((other, at) => chunk("other", 1, at, other)));
      await index.add("w", [{ documentId: "it", version: 1, position: 0, terms: ["before", term, "after"] }]);
      expect(names(await index.search("w", { terms: [term], limit: 5 }))).toEqual(["it/1/0"]);
    });

    test("adding a row again replaces it", async () => {
      const index = await opening(
        chunk("a", 1, 0, "one"),
        chunk("a", 1, 1, "one two"),
        chunk("b", 1, 0, "one"),
      );
      await index.add("w", [
        chunk("a", 1, 0, "three"),
        chunk("a", 1, 1, "one two"),
        chunk("a", 1, 2, "three"),
      ]);
      expect(names(await index.search("w", { terms: ["one"], limit: 9 })).toSorted()).toEqual([
        "a/1/1",
        "b/1/0",
      ]);
      expect(names(await index.search("w", { terms: ["three"], limit: 9 })).toSorted()).toEqual([
        "a/1/0",
        "a/1/2",
      ]);
      expect(await inventoryOf(index)).toEqual(["a/1 by 7: 3", "b/1 by 7: 1"]);
    });

    test("a row twice in one call counts once, as it stood last", async () => {
      const index = await opening(chunk("a", 1, 0, "one"), chunk("a", 1, 0, "two"));
      expect(await index.search("w", { terms: ["one"], limit: 5 })).toEqual([]);
      expect(names(await index.search("w", { terms: ["two"], limit: 5 }))).toEqual(["a/1/0"]);
    });

    test("versions of a document stand side by side until the old one is removed", async () => {
      const index = await opening(chunk("a", 1, 0, "one"), chunk("a", 2, 0, "one"), chunk("b", 1, 0, "one"));
      expect(await inventoryOf(index)).toEqual(["a/1 by 7: 1", "a/2 by 7: 1", "b/1 by 7: 1"]);
      await index.removeOlder("w", "a", 2);
      expect(names(await index.search("w", { terms: ["one"], limit: 5 })).toSorted()).toEqual([
        "a/2/0",
        "b/1/0",
      ]);
      await index.remove("w", "a");
      expect(await inventoryOf(index)).toEqual(["b/1 by 7: 1"]);
    });

    test("removing what is older spares the version named and newer ones", async () => {
      const index = await opening(...[1, 2, 3, 10].map((version) => chunk("a", version, 0, "one")));
      await index.add("w", [chunk("b", 1, 0, "one")]);
      await index.removeOlder("w", "a", 3);
      expect(await inventoryOf(index)).toEqual(["a/10 by 7: 1", "a/3 by 7: 1", "b/1 by 7: 1"]);
    });

    test("removing one version spares older and newer ones", async () => {
      const index = await opening(...[1, 2, 2, 3].map((version, at) => chunk("a", version, at, "one")));
      await index.add("w", [chunk("b", 2, 0, "one")]);
      await index.removeVersion("w", "a", 2);
      expect(await inventoryOf(index)).toEqual(["a/1 by 7: 1", "a/3 by 7: 1", "b/2 by 7: 1"]);
    });

    test("removing what is not there changes nothing", async () => {
      const index = await opening(chunk("a", 1, 0, "one"));
      await index.remove("w", "b");
      await index.removeOlder("w", "a", 1);
      await index.removeVersion("w", "a", 2);
      await index.removeVersion("other", "a", 1);
      await index.remove("other", "a");
      expect(await inventoryOf(index)).toEqual(["a/1 by 7: 1"]);
    });

    test("every row added at once with others is found, and searches go on meanwhile", async () => {
      const index = await opening();
      const adds = Array.from({ length: 24 }, (_, at) =>
        index.add("w", [chunk(`d${at}`, 1, 0, `all own${at}`)]),
      );
      const searches = Array.from({ length: 24 }, () => index.search("w", { terms: ["all"], limit: 50 }));
      await Promise.all([...adds, ...searches]);
      expect(await index.search("w", { terms: ["all"], limit: 50 })).toHaveLength(24);
      expect(names(await index.search("w", { terms: ["own11"], limit: 5 }))).toEqual(["d11/1/0"]);
    });

    test("sixty rows added one by one are found as soon as each add resolves", async () => {
      const index = await opening();
      const foundAfterAdd: string[] = [];
      for (let at = 0; at < 60; at += 1) {
        await index.add("w", [chunk(`d${at}`, 1, 0, `all own${at}`)]);
        foundAfterAdd.push(...names(await index.search("w", { terms: [`own${at}`], limit: 5 })));
      }
      expect(foundAfterAdd).toEqual(Array.from({ length: 60 }, (_, at) => `d${at}/1/0`));
      expect(await index.search("w", { terms: ["all"], limit: 100 })).toHaveLength(60);
    });

    test("a closed index refuses with an operational error", async () => {
      const index = await opening(chunk("a", 1, 0, "one"));
      await index.close();
      await expect(index.search("w", { terms: ["one"], limit: 5 })).rejects.toMatchObject({
        name: "AppError",
      });
    });
  });
}

/** Suites open their index with this version. */
export const suiteAnalyser = 7;

const strangeTerms = [
  '"quoted"',
  "it's",
  "a:b",
  "-minus",
  "+plus",
  "(x)",
  "*",
  "a*",
  "~2",
  "x^3",
  "\\",
  "AND",
  "OR",
  "not",
  "the",
  "El",
  "año",
  "ano",
  "AÑO",
  "two words",
  "tab\there",
  "日本語",
  "🙂",
  "c++",
  "c#",
  "%",
  "_",
  ";--",
  "x".repeat(3000),
];

export function chunk(documentId: string, version: number, position: number, text: string): IndexedChunk {
  return { documentId, version, position, terms: text.split(" ") };
}

export function names(hits: readonly ChunkHit[]): string[] {
  return hits.map((hit) => `${hit.documentId}/${hit.version}/${hit.position}`);
}

export async function inventoryOf(index: ChunkIndex): Promise<string[]> {
  const documents = await index.inventory("w");
  return documents
    .map((held) => `${held.documentId}/${held.version} by ${held.analyser}: ${held.chunks}`)
    .toSorted();
}

/** Rare and common terms, short and long chunks, always the same. */
export function generatedCorpus(size: number): IndexedChunk[] {
  let state = 42;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: size }, (_, at) => ({
    documentId: `d${at % 40}`,
    version: 1,
    position: Math.floor(at / 40),
    terms: Array.from({ length: 5 + Math.floor(random() * 60) }, () => `t${Math.floor(300 * random() ** 3)}`),
  }));
}

/** BM25 written a second time, straight from its formula. */
export function exactScores(corpus: readonly IndexedChunk[], query: readonly string[]) {
  const average = corpus.flatMap(({ terms }) => terms).length / corpus.length;
  return corpus
    .map((each) => ({
      chunk: each,
      score: query.reduce((sum, term) => {
        const frequency = each.terms.filter((other) => other === term).length;
        const holding = corpus.filter(({ terms }) => terms.includes(term)).length;
        const idf = Math.log(1 + (corpus.length - holding + 0.5) / (holding + 0.5));
        return (
          sum + (idf * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * each.terms.length) / average))
        );
      }, 0),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
}

function scoreOf(scores: ReturnType<typeof exactScores>, hit: ChunkHit): number {
  const found = scores.find(
    ({ chunk: each }) => each.documentId === hit.documentId && each.position === hit.position,
  );
  return found?.score ?? Number.NaN;
}
