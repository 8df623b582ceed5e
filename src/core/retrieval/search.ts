import type { RetrievalMetadata } from "../../contract/retrieval.ts";
import { roundMs, type ClockDep } from "../clock.ts";
import type { Viewer } from "../documents/documentAccess.ts";
import type { Language } from "../language.ts";
import type { ChunkIndexDep, ChunkRef } from "./chunkIndex.ts";
import { detectLanguage } from "./language.ts";
import { rerankByTerms } from "./rerankByTerms.ts";
import { analyseWords, type AnalysedWord } from "./textAnalysis.ts";

/** A chunk as the records hold it; offsets are UTF-16 code units into the document's text. */
export interface LoadedChunk extends ChunkRef {
  readonly documentName: string;
  readonly page: number | null;
  readonly headings: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly language: Language | null;
  /** Left out for what people uploaded. */
  readonly sourceType?: "ai_synthesis";
}

/** A loaded chunk with its similarity to the question, 0..1. */
export interface ScoredChunk extends LoadedChunk {
  readonly score: number;
}

export interface ChunkRecords {
  /**
   * Only chunks whose document can be searched now, at exactly that version, and that the viewer may read: stale index
   * rows drop out here, and who may read is checked a second time. In any order. Throws AppError `database_unavailable`.
   */
  load(workspaceId: string, refs: readonly ChunkRef[], viewer?: Viewer): Promise<LoadedChunk[]>;
}

export interface ChunkRecordsDep {
  readonly chunkRecords: ChunkRecords;
}

export interface SearchScope {
  readonly workspaceId: string;
  /** Null means every searchable document of the workspace; an empty list finds nothing. */
  readonly documentIds: readonly string[] | null;
  /** Who searches; left out, nobody in particular, who finds what is open to all. */
  readonly viewer?: Viewer;
  /** Documents that the viewer must not know of; none when left out. */
  readonly hidden?: readonly string[];
  /** Languages of the documents in scope. */
  readonly languages: readonly Language[];
}

export interface SearchOutcome {
  /** Best first, at most `topK`. */
  readonly passages: readonly ScoredChunk[];
  readonly metadata: RetrievalMetadata;
}

export type SearchDeps = ChunkIndexDep & ChunkRecordsDep & ClockDep;

const defaultTopK = 5;
const maxTopK = 20;

/** Candidates read for each passage asked for. */
const candidatesPerPassage = 4;

/**
 * The passages of the scope that answer the question best: candidates by BM25 (Robertson and Zaragoza, 2009), loaded
 * from the records, ordered again by how closely the question's words stand together, without repeats.
 * Throws what index and records throw, and the signal's reason when aborted.
 */
export async function searchChunks(
  deps: SearchDeps,
  scope: SearchScope,
  question: string,
  { topK = defaultTopK }: { readonly topK?: number },
  signal: AbortSignal,
): Promise<SearchOutcome> {
  signal.throwIfAborted();
  const started = deps.clock.elapsed();
  const wanted = Math.min(Math.max(1, topK), maxTopK);
  const asked = analyseWords(question, questionLanguages(question, scope.languages));
  const candidates = await lexicalCandidates(deps, scope, asked, wanted * candidatesPerPassage);
  await deps.clock.breathe();
  signal.throwIfAborted();
  const ranked = rerankByTerms(asked, candidates);
  const passages = withoutRepeats(ranked).slice(0, wanted);
  return {
    passages,
    metadata: {
      chunks_found: passages.length,
      candidates_count: candidates.length,
      hybrid_used: false,
      rerank_applied: candidates.length > 0,
      retrieve_ms: roundMs(deps.clock.elapsed() - started),
    },
  };
}

/** A loaded candidate with the index's own score, comparable within one search only. */
export interface Candidate {
  readonly chunk: LoadedChunk;
  readonly score: number;
}

async function lexicalCandidates(
  deps: SearchDeps,
  { workspaceId, documentIds, viewer, hidden = [] }: SearchScope,
  asked: readonly AnalysedWord[],
  limit: number,
): Promise<Candidate[]> {
  const terms = asked.flatMap((word) => queryTerms(word.terms));
  if (terms.length === 0) return [];
  const hits = await deps.index.search(workspaceId, {
    terms,
    limit,
    // Those that are named are known to the viewer already.
    ...(documentIds ? { documentIds } : hidden.length > 0 && { exceptIds: hidden }),
  });
  if (hits.length === 0) return [];
  const loaded = await deps.chunkRecords.load(workspaceId, hits, viewer);
  const chunkByRef = new Map(loaded.map((chunk) => [refKey(chunk), chunk]));
  return hits.flatMap((hit) => {
    const chunk = chunkByRef.get(refKey(hit));
    return chunk ? [{ chunk, score: hit.score }] : [];
  });
}

/** The question's own language leads: it knows the question's stop words. */
function questionLanguages(question: string, languages: readonly Language[]): Language[] {
  const own = detectLanguage(question);
  return own ? [own, ...languages.filter((language) => language !== own)] : [...languages];
}

/** A word written with ñ is in the index with n too; asking for both would count it twice. */
function queryTerms(terms: readonly string[]): string[] {
  const twins = new Set(terms.filter((term) => term.includes("ñ")).map((term) => term.replaceAll("ñ", "n")));
  return terms.filter((term) => !twins.has(term));
}

/** Without a chunk whose text was seen before, or more than half of which a better one of its document covers. */
function withoutRepeats(ranked: readonly ScoredChunk[]): ScoredChunk[] {
  const kept: ScoredChunk[] = [];
  for (const chunk of ranked) {
    const text = chunk.text.trim();
    const repeats = kept.some((better) => better.text.trim() === text || coversMost(better, chunk));
    if (!repeats) kept.push(chunk);
  }
  return kept;
}

function coversMost(better: ScoredChunk, chunk: ScoredChunk): boolean {
  if (better.documentId !== chunk.documentId) return false;
  const shared = Math.min(better.end, chunk.end) - Math.max(better.start, chunk.start);
  return shared > (chunk.end - chunk.start) / 2;
}

function refKey({ documentId, version, position }: ChunkRef): string {
  return `${documentId}/${version}/${position}`;
}
