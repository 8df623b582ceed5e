import type { EventSourceMessage } from "eventsource-parser";
import { turnEventSchemas, type TurnEvent, type TurnEventName } from "../contract/events.ts";

/** The event of a turn, or null for a kind that this client does not know yet. Throws when its data does not fit. */
export function turnEventOf({ event: name, data }: EventSourceMessage): TurnEvent | null {
  if (!isTurnEventName(name)) return null;
  const value: unknown = JSON.parse(data);
  switch (name) {
    case "start":
      return { event: name, data: turnEventSchemas.start.parse(value) };
    case "system":
      return { event: name, data: turnEventSchemas.system.parse(value) };
    case "info":
      return { event: name, data: turnEventSchemas.info.parse(value) };
    case "warning":
      return { event: name, data: turnEventSchemas.warning.parse(value) };
    case "sources":
      return { event: name, data: turnEventSchemas.sources.parse(value) };
    case "chunk":
      return { event: name, data: turnEventSchemas.chunk.parse(value) };
    case "answer":
      return { event: name, data: turnEventSchemas.answer.parse(value) };
    case "synthesis":
      return { event: name, data: turnEventSchemas.synthesis.parse(value) };
    case "document_ready":
      return { event: name, data: turnEventSchemas.document_ready.parse(value) };
    case "done":
      return { event: name, data: turnEventSchemas.done.parse(value) };
    case "error":
      return { event: name, data: turnEventSchemas.error.parse(value) };
  }
}

function isTurnEventName(name: string | undefined): name is TurnEventName {
  return name !== undefined && Object.hasOwn(turnEventSchemas, name);
}
