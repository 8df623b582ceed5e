import type { DocumentEventsDep } from "./documentEvents.ts";

export interface Arrivals extends Disposable {
  /** Documents that became ready since the last call. */
  take(): readonly { readonly id: string; readonly name: string }[];
}

/** Listens for documents to become ready, until disposed. */
export function awaitDocuments(
  deps: DocumentEventsDep,
  workspaceId: string,
  documentIds: readonly string[],
): Arrivals {
  if (documentIds.length === 0) return { take: () => [], [Symbol.dispose]: () => undefined };
  const awaited = new Set(documentIds);
  let arrived: { id: string; name: string }[] = [];
  const unsubscribe = deps.documentEvents.subscribe(workspaceId, ({ documentId, name, status }) => {
    if (status !== "ready" || !awaited.has(documentId)) return;
    awaited.delete(documentId);
    arrived.push({ id: documentId, name });
  });
  return {
    take() {
      const taken = arrived;
      arrived = [];
      return taken;
    },
    [Symbol.dispose]: unsubscribe,
  };
}
