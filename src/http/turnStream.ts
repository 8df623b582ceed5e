import type { FastifyReply, FastifyRequest } from "fastify";
import type { LoggedEvent } from "../core/sessions/turn.ts";
import { eventFrame, sendEvents } from "./sse.ts";

/** The client asked for server-sent events. */
export function wantsEvents(request: FastifyRequest): boolean {
  return request.headers.accept?.includes("text/event-stream") ?? false;
}

/** A turn's events as they are, numbered. */
export function streamTurn(
  reply: FastifyReply,
  read: (signal: AbortSignal) => AsyncIterable<readonly LoggedEvent[]>,
): Promise<void> {
  return sendEvents(reply, async function* frames(signal) {
    for await (const batch of read(signal))
      yield batch.map(({ seq, event, data }) => eventFrame(seq, event, data)).join("");
  });
}
