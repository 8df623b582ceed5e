import type { DocumentEvents, LiveDocumentEvent } from "../../core/documents/documentEvents.ts";

type Listener = (event: LiveDocumentEvent) => void;

/**
 * Within one process; a workspace without listeners costs nothing. What a listener throws is a bug of its own: it goes
 * to `onBroken` and reaches neither the publisher nor other listeners.
 */
export function createLocalDocumentEvents(onBroken: (error: unknown) => void = () => {}): DocumentEvents {
  const listenersByWorkspace = new Map<string, Set<{ readonly tell: Listener }>>();

  return {
    publish(workspaceId, event) {
      for (const { tell } of listenersByWorkspace.get(workspaceId) ?? []) {
        try {
          tell(event);
        } catch (error) {
          onBroken(error);
        }
      }
    },
    subscribe(workspaceId, tell) {
      const subscription = { tell };
      const listeners = listenersByWorkspace.get(workspaceId) ?? new Set();
      listenersByWorkspace.set(workspaceId, listeners.add(subscription));
      return () => {
        listeners.delete(subscription);
        if (listeners.size === 0 && listenersByWorkspace.get(workspaceId) === listeners)
          listenersByWorkspace.delete(workspaceId);
      };
    },
  };
}
