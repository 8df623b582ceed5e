import { once } from "node:events";
import type { FastifyReply } from "fastify";
import { logBroken } from "./problem.ts";

/** One for all: making an error for each stream that ends costs more than the ending. */
const clientLeft = new Error("the client left");
const pingMs = 15_000;

/**
 * Sends server-sent events (WHATWG HTML, section 9.2) until `frames` ends or the client leaves, which aborts the
 * signal given to `frames`. A slow client is waited for, never buffered for.
 */
export async function sendEvents(
  reply: FastifyReply,
  frames: (signal: AbortSignal) => AsyncIterable<string>,
): Promise<void> {
  const left = new AbortController();
  const { raw } = reply;
  raw.once("close", () => left.abort(clientLeft));
  raw.on("error", () => left.abort(clientLeft));
  reply.hijack();
  // It left before there was anything to send: what `frames` holds is put away by its first look at the signal.
  if (raw.destroyed) left.abort(clientLeft);
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-request-id": reply.request.id,
  });
  // The headers go out with the first frame, or alone when there is none yet.
  const unheard = setImmediate(() => raw.flushHeaders());
  const ping = setInterval(() => raw.write(": ping\n\n"), pingMs);
  try {
    for await (const frame of frames(left.signal)) {
      clearImmediate(unheard);
      if (!raw.write(frame))
        await once(raw, "drain", { signal: left.signal }).catch(ignoreAbort(left.signal));
      if (left.signal.aborted) break;
    }
    raw.end();
  } catch (cause) {
    if (!left.signal.aborted) logBroken(reply.request, cause, "stream_broke");
    // Not an ordinary end: the client sees a break and resumes.
    raw.destroy();
  } finally {
    clearImmediate(unheard);
    clearInterval(ping);
  }
}

export function eventFrame(id: string | number | null, event: string, data: string): string {
  return id === null ? `event: ${event}\ndata: ${data}\n\n` : `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
}

function ignoreAbort(signal: AbortSignal) {
  return (cause: unknown) => {
    if (!signal.aborted) throw cause;
  };
}
