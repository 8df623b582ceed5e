import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import { hiddenFrom } from "./documentAccess.ts";
import type { DocumentEventsDep, LiveDocumentEvent } from "./documentEvents.ts";
import type { DocumentRecords } from "./documentRecords.ts";

export interface TailedDocumentEvent {
  /** Null for progress, which cannot be resumed from. */
  readonly id: string | null;
  readonly data: string;
}

/** Live events kept for a reader that is busy; past it, the reader is served from the records again. */
const bufferLimit = 1000;
const replayLimit = 200;

/**
 * Everything stored after `afterId` (null: nothing of the past), then what happens, without gap or repeat, until
 * `signal` aborts; of the documents that the reader may know of when it is told. Each list is one step of reading and
 * never empty.
 */
export async function* tailDocumentEvents(
  deps: DocumentEventsDep & { readonly documents: Pick<DocumentRecords, "events" | "restricted"> },
  { actor, value: { id: workspaceId } }: Authorized<Workspace, "documents:read">,
  afterId: string | null,
  signal: AbortSignal,
): AsyncGenerator<TailedDocumentEvent[], void> {
  const inbox = createInbox();
  const unsubscribe = deps.documentEvents.subscribe(workspaceId, inbox.push);
  signal.addEventListener("abort", inbox.rouse);
  try {
    let last = afterId;
    let missed = afterId !== null;
    let replayed = new Set<string>();
    while (!signal.aborted) {
      if (missed && last !== null) {
        // What was published before this reading is stored, so only what comes during it can repeat.
        inbox.take();
        const stored = await deps.documents.events(workspaceId, last, replayLimit, actor);
        missed = stored.length === replayLimit;
        replayed = new Set(stored.map(({ id }) => id));
        last = stored.at(-1)?.id ?? last;
        if (stored.length > 0) yield stored.map(({ id, data }) => ({ id, data }));
        continue;
      }
      const taken = inbox.take();
      missed = taken.overflowed;
      const fresh = taken.events.filter(({ id }) => id === null || !replayed.has(id));
      last = fresh.findLast(({ id }) => id !== null)?.id ?? last;
      const restricted = fresh.length > 0 ? await deps.documents.restricted(workspaceId) : [];
      const hidden = new Set(hiddenFrom(actor, restricted));
      const told = fresh.filter(({ documentId }) => !hidden.has(documentId));
      if (told.length > 0) yield told.map(({ id, data }) => ({ id, data }));
      else if (!missed && fresh.length === 0) await inbox.arrival();
    }
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", inbox.rouse);
  }
}

interface Inbox {
  readonly push: (event: LiveDocumentEvent) => void;
  /** Empties it. After `overflowed`, stored events that followed the last one taken are missing. */
  take(): { events: LiveDocumentEvent[]; overflowed: boolean };
  /** Resolves when there is something to take, or at `rouse`. */
  arrival(): Promise<void>;
  readonly rouse: () => void;
}

/** Keeps the oldest stored events, so that the last one taken is the place to replay from, and each document's newest progress. */
function createInbox(): Inbox {
  let stored: LiveDocumentEvent[] = [];
  const progressById = new Map<string, LiveDocumentEvent>();
  let overflowed = false;
  let signalled = Promise.withResolvers<void>();

  return {
    push(event) {
      if (event.id === null) {
        if (!overflowed && progressById.size < bufferLimit) {
          // Moved to the end, so that progress keeps the order of its news.
          progressById.delete(event.documentId);
          progressById.set(event.documentId, event);
        }
      } else {
        progressById.delete(event.documentId);
        if (stored.length < bufferLimit && !overflowed) stored.push(event);
        else overflowed = true;
      }
      signalled.resolve();
    },
    take() {
      const taken = { events: overflowed ? stored : [...stored, ...progressById.values()], overflowed };
      stored = [];
      progressById.clear();
      overflowed = false;
      signalled = Promise.withResolvers<void>();
      return taken;
    },
    arrival: () => signalled.promise,
    rouse: () => signalled.resolve(),
  };
}
