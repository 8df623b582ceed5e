import { createParser, type EventSourceMessage } from "eventsource-parser";
import { ConnectionError } from "./connectionError.ts";

/** The server pings every 15 s, so a longer silence is a dead connection. */
const silenceMs = 45_000;

/** Server-sent events of one response. `onBytes` hears of pings too. Ends when the connection does. */
export async function* readEvents(
  response: Response,
  onBytes: () => void,
): AsyncGenerator<EventSourceMessage, void> {
  if (!response.body || !response.headers.get("content-type")?.startsWith("text/event-stream")) {
    throw new ConnectionError("The server answered with something else than a stream of events.");
  }
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => void arrived.push(message) });
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  try {
    for (;;) {
      const bytes = await withinSilence<{ readonly value?: unknown }>(reader.read());
      if (!(bytes.value instanceof Uint8Array)) return;
      onBytes();
      parser.feed(decoder.decode(bytes.value, { stream: true }));
      yield* arrived.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function withinSilence<T>(reading: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new ConnectionError("The connection went silent.")), silenceMs);
  try {
    return await Promise.race([reading, promise]);
  } finally {
    clearTimeout(timer);
  }
}
