import { systemClock } from "../src/adapters/system/systemClock.ts";
import { indexedText } from "../src/core/documents/chunking.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLanceIndex } from "../src/adapters/index/lanceIndex.ts";
import type { Language } from "../src/core/language.ts";
import { detectLanguage } from "../src/core/retrieval/language.ts";
import {
  searchChunks,
  type LoadedChunk,
  type SearchDeps,
  type SearchOutcome,
} from "../src/core/retrieval/search.ts";
import { analyse, analyserVersion } from "../src/core/retrieval/textAnalysis.ts";
import type { CorpusDocument } from "./retrievalSet.ts";

/** A corpus in a real index, one chunk a document. */
export interface IndexedSet {
  search(question: string, topK: number): Promise<SearchOutcome>;
  close(): Promise<void>;
}

const workspaceId = "evaluation";

export async function indexSet(corpus: readonly CorpusDocument[]): Promise<IndexedSet> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-eval-"));
  const index = await openLanceIndex({ folder, analyserVersion });
  const chunks = corpus.map(chunkOf);
  const chunkById = new Map(chunks.map((chunk) => [chunk.documentId, chunk]));
  await index.add(
    workspaceId,
    chunks.map((chunk) => ({
      ...chunk,
      terms: analyse(indexedText(chunk), languagesOf(chunk)),
    })),
  );
  const deps: SearchDeps = {
    index,
    clock: systemClock,
    chunkRecords: { load: async (_, refs) => refs.flatMap((ref) => chunkById.get(ref.documentId) ?? []) },
  };
  const scope = { workspaceId, documentIds: null, languages: [...new Set(chunks.flatMap(languagesOf))] };
  const signal = new AbortController().signal;
  return {
    search: (question, topK) => searchChunks(deps, scope, question, { topK }, signal),
    async close() {
      await index.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function chunkOf({ _id, title, text }: CorpusDocument): LoadedChunk {
  return {
    documentId: _id,
    version: 1,
    position: 0,
    documentName: "",
    page: null,
    headings: [title],
    start: 0,
    end: text.length,
    text,
    language: detectLanguage(text),
  };
}

function languagesOf({ language }: LoadedChunk): Language[] {
  return language ? [language] : [];
}
