import type { RetrievalMetadata, Source } from "../../contract/retrieval.ts";
import type { Evidence } from "../answering/model.ts";
import type { DocumentScope } from "../documents/scope.ts";
import type { RandomDep } from "../random.ts";
import type { Turn } from "../sessions/turn.ts";
import { buildEvidence } from "./evidence.ts";
import { searchChunks, type SearchDeps } from "./search.ts";
import { sourceOf } from "./source.ts";

export type EvidenceDeps = SearchDeps & RandomDep;

/** What the documents have on a question, for the model, the prompt and the reader. */
export interface FoundEvidence {
  /** What was searched for; empty when nothing was. */
  readonly query: string;
  readonly evidence: readonly Evidence[];
  readonly block: string;
  /** One for each piece of evidence, in the same order. */
  readonly sources: readonly Source[];
  readonly metadata: RetrievalMetadata;
}

export const noEvidence: FoundEvidence = { query: "", evidence: [], block: "", sources: [], metadata: {} };

/** Usual for Latin scripts. */
const charactersPerToken = 4;

/** Searches the scope for the turn's question and numbers what it found. Nothing is asked of the index for an empty scope. */
export async function gatherEvidence(
  deps: EvidenceDeps,
  turn: Turn,
  scope: DocumentScope,
  signal: AbortSignal,
): Promise<FoundEvidence> {
  if (scope.searchable === 0 || !turn.context) return noEvidence;
  const { topK, similarityThreshold, tokens } = turn.context;
  const within = {
    workspaceId: turn.workspace.id,
    documentIds: scope.documentIds,
    viewer: turn.asker,
    hidden: scope.hidden,
    languages: scope.languages,
  };
  const { passages, metadata } = await searchChunks(deps, within, turn.question, { topK }, signal);
  const similar = passages.filter(({ score }) => score >= similarityThreshold);
  const limit = tokens * charactersPerToken;
  const { evidence, block, chunksUsed, contextChars, wasTruncated } = buildEvidence(deps, similar, limit);
  return {
    query: turn.question,
    evidence,
    block,
    sources: evidence.map((piece) => sourceOf(piece, turn.question)),
    metadata: {
      ...metadata,
      chunks_used: chunksUsed,
      context_chars: contextChars,
      was_truncated: wasTruncated,
    },
  };
}
