import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../client/client.ts";
import type { DocumentEvent } from "../contract/documents.ts";

/** What a document has come to so far. */
export type DocumentState = Pick<DocumentEvent, "id" | "status" | "progress"> &
  Partial<Pick<DocumentEvent, "stage" | "error">>;

export interface DocumentWatch {
  /** Resolves when the document is no longer being processed. `onChange` hears of every step to it. */
  settled(id: string, onChange: (state: DocumentState) => void): Promise<DocumentState>;
}

/** News may be lost with a connection, so documents that are waited for are also asked after. */
const askMs = 2_000;

/**
 * Follows a workspace's documents until `signal` aborts; resolves when nothing of what comes from now on is missed.
 * Rejects when the workspace cannot be followed.
 */
export async function watchDocuments(
  client: Client,
  workspaceId: string,
  signal: AbortSignal,
): Promise<DocumentWatch> {
  const stateById = new Map<string, DocumentState>();
  const listenerById = new Map<string, (state: DocumentState) => void>();
  const opened = Promise.withResolvers<void>();

  const hear = (state: DocumentState) => {
    stateById.set(state.id, state);
    listenerById.get(state.id)?.(state);
  };
  const follow = async () => {
    const events = client.documents.events(workspaceId, { onOpen: opened.resolve }, signal);
    for await (const event of events) hear(event);
  };
  const ask = async (id: string, waiting: AbortSignal) => {
    while (!waiting.aborted) {
      await sleep(askMs, undefined, { signal: waiting });
      hear(await client.documents.get(workspaceId, id, waiting));
    }
  };
  follow().catch(opened.reject);
  await opened.promise;

  return {
    async settled(id, onChange) {
      const done = Promise.withResolvers<DocumentState>();
      const waiting = new AbortController();
      const listen = (state: DocumentState) => {
        onChange(state);
        if (isSettled(state)) done.resolve(state);
      };
      listenerById.set(id, listen);
      const known = stateById.get(id);
      if (known) listen(known);
      ask(id, AbortSignal.any([signal, waiting.signal])).catch((cause: unknown) => {
        if (!waiting.signal.aborted) done.reject(cause);
      });
      try {
        return await done.promise;
      } finally {
        listenerById.delete(id);
        waiting.abort();
      }
    },
  };
}

function isSettled({ status }: DocumentState): boolean {
  return status === "ready" || status === "failed" || status === "archived";
}
