import type { Source } from "../../contract/retrieval.ts";
import type { Evidence } from "../answering/model.ts";
import { snippet } from "./snippet.ts";

/** A piece of evidence as its reader sees it, with the part of it that is closest to the question. */
export function sourceOf(piece: Evidence, question: string): Source {
  return {
    n: piece.n,
    doc_id: piece.documentId,
    doc_name: piece.documentName,
    ...(piece.page !== null && { page: piece.page }),
    ...snippet(piece, question),
    score: Math.round(piece.score * 10_000) / 10_000,
    ...(piece.sourceType && { source_type: piece.sourceType }),
    flagged: false,
  };
}
