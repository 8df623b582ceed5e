import type { TurnEventName } from "../contract/events.ts";
import type { LoggedEvent } from "../core/sessions/turn.ts";
import { eventFrame } from "./sse.ts";

/** The `START`, `TOKEN`, `END`, `ERROR` dress of a turn's events; other events keep their own names. */
const dressByEvent: Partial<Record<TurnEventName, string>> = {
  start: "START",
  chunk: "TOKEN",
  done: "END",
  error: "ERROR",
};

export async function* tokenFrames(batches: AsyncIterable<readonly LoggedEvent[]>): AsyncGenerator<string> {
  for await (const batch of batches) {
    yield batch.map(({ seq, event, data }) => eventFrame(seq, dressByEvent[event] ?? event, data)).join("");
  }
}
