import type { LoggedEvent } from "../../core/sessions/turn.ts";
import type { TurnLog } from "../../core/sessions/turnLog.ts";

interface LiveTurn {
  /** `events[i].seq` is `i + 1`. */
  readonly events: LoggedEvent[];
  closed: boolean;
  readonly readers: Set<() => void>;
}

/** Live turns of this process. A turn's memory goes with its last reader after it has closed. */
export function createLocalTurnLog(): TurnLog {
  const liveById = new Map<string, LiveTurn>();

  return {
    open(turnId) {
      const live: LiveTurn = { events: [], closed: false, readers: new Set() };
      liveById.set(turnId, live);
      return (after, signal) => follow(live, after, signal);
    },
    append(turnId, event) {
      const live = liveById.get(turnId);
      if (!live) return;
      live.events.push(event);
      for (const wake of live.readers) wake();
    },
    close(turnId) {
      const live = liveById.get(turnId);
      if (!live) return;
      live.closed = true;
      liveById.delete(turnId);
      for (const wake of live.readers) wake();
    },
    find(turnId) {
      const live = liveById.get(turnId);
      return live ? (after, signal) => follow(live, after, signal) : null;
    },
  };
}

async function* follow(
  live: LiveTurn,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<readonly LoggedEvent[]> {
  let next = after;
  let wake: () => void = () => undefined;
  const woken = () => wake();
  live.readers.add(woken);
  signal.addEventListener("abort", woken);
  try {
    while (!signal.aborted) {
      if (next < live.events.length) {
        const batch = live.events.slice(next);
        next = live.events.length;
        yield batch;
        // The turn may stay live after its last word, until it has been saved: nobody is kept waiting for that.
        const last = batch.at(-1)?.event;
        if (last === "done" || last === "error") return;
      } else if (live.closed) {
        return;
      } else {
        await new Promise<void>((resume) => (wake = resume));
      }
    }
  } finally {
    live.readers.delete(woken);
    signal.removeEventListener("abort", woken);
  }
}
