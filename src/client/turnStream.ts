import { isTerminal, type TurnEvent } from "../contract/events.ts";
import { resumedEvents, type OpenEvents, type Patience } from "./resumedEvents.ts";
import { turnEventOf } from "./turnEvent.ts";
import type { Wire } from "./wire.ts";

/** How a turn is begun, or which one is followed and after which of its events. */
export type TurnOrigin =
  | { readonly path: string; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly turnId: string; readonly after: string | null };

/**
 * A turn's events up to its last word, each once and in order, over as many connections as it takes. The question is
 * sent once. Throws ProblemError, ConnectionError, or the signal's reason; aborting only stops listening.
 */
export async function* turnStream(
  wire: Wire,
  origin: TurnOrigin,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, void> {
  let turnId = "turnId" in origin ? origin.turnId : null;
  let begun = false;

  const open: OpenEvents = (lastId) => {
    if ("path" in origin && !begun) {
      begun = true;
      const headers = { ...origin.headers, accept: "text/event-stream" };
      return wire.send("POST", origin.path, { body: origin.body, headers }, signal);
    }
    if (turnId === null) return null;
    const after = lastId ?? ("after" in origin ? origin.after : null);
    const headers = { accept: "text/event-stream", ...(after !== null && { "last-event-id": after }) };
    return wire.send("GET", `/api/v1/turns/${turnId}/events`, { headers }, signal);
  };

  for await (const message of resumedEvents(open, patience, signal)) {
    const event = turnEventOf(message);
    if (!event) continue;
    if (event.event === "start") turnId = event.data.turn_id;
    yield event;
    if (isTerminal(event)) return;
  }
}
