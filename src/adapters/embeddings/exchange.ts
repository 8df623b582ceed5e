import { type Dispatcher, request } from "undici";
import { EmbedError } from "../../core/retrieval/embedder.ts";
import { malformed } from "./vectors.ts";

export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

const largestAnswer = 64 * 1024 * 1024;

/**
 * One call and its whole answer, whatever its status. Throws EmbedError `network`, `total_timeout` or `malformed`, the
 * signal's reason when aborted; its socket is closed then.
 */
export async function exchange(
  url: string,
  options: { dispatcher: Dispatcher; method: "POST"; headers: Record<string, string>; body: string },
  timeoutMs: number,
  signal: AbortSignal,
): Promise<HttpReply> {
  signal.throwIfAborted();
  const ended = new AbortController();
  const abort = () => ended.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal.addEventListener("abort", abort);
  try {
    const { statusCode, headers, body } = await request(url, { ...options, signal: ended.signal });
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of body) {
      if (!Buffer.isBuffer(piece)) continue;
      bytes += piece.length;
      if (bytes > largestAnswer) throw malformed("too_large", `more than ${largestAnswer} bytes`);
      pieces.push(piece);
    }
    return { status: statusCode, headers, body: Buffer.concat(pieces).toString("utf8") };
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof EmbedError) throw cause;
    if (ended.signal.aborted)
      throw new EmbedError(
        { class: "total_timeout", code: null, retryAfterMs: null },
        `no whole answer within ${timeoutMs} ms`,
      );
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : null;
    throw new EmbedError({ class: "network", code, retryAfterMs: null }, null, { cause });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}
