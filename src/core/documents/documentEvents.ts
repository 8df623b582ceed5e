import type { DocumentEvent, DocumentStatus } from "../../contract/documents.ts";

/** An event on its way to listeners. Progress within a stage is not stored and has no id. */
export interface LiveDocumentEvent {
  readonly id: string | null;
  readonly documentId: string;
  readonly name: string;
  readonly status: DocumentStatus;
  /** JSON of the `document` event. */
  readonly data: string;
}

/** News of documents to whoever listens now; what is stored is the record's. Neither call fails or waits. */
export interface DocumentEvents {
  publish(workspaceId: string, event: LiveDocumentEvent): void;
  /** Calls `listener` for every later event of the workspace, in the order published, until the returned function is called. */
  subscribe(workspaceId: string, listener: (event: LiveDocumentEvent) => void): () => void;
}

export interface DocumentEventsDep {
  readonly documentEvents: DocumentEvents;
}

export type DocumentNews = Omit<DocumentEvent, "stage" | "error"> & {
  readonly stage?: DocumentEvent["stage"] | null;
  readonly error?: DocumentEvent["error"] | null;
};

/** `id` is the event's own, null when it is not stored. */
export function liveDocumentEvent<Id extends string | null>(
  id: Id,
  news: DocumentNews,
): LiveDocumentEvent & { readonly id: Id } {
  return { id, documentId: news.id, name: news.name, status: news.status, data: wireForm(news) };
}

/** What is null is left out. */
function wireForm({ id, name, status, stage, progress, error }: DocumentNews): string {
  const event: DocumentEvent = {
    id,
    name,
    status,
    ...(stage && { stage }),
    progress,
    ...(error && { error }),
  };
  return JSON.stringify(event);
}
