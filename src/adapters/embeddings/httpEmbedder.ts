import { setTimeout as pause } from "node:timers/promises";
import type { Dispatcher } from "undici";
import type { Failure, FailureClass } from "../../core/answering/modelError.ts";
import {
  EmbedError,
  type EmbeddedKind,
  type Embedder,
  type Embeddings,
} from "../../core/retrieval/embedder.ts";
import { batchesOf, type BatchLimits } from "./batches.ts";
import type { EmbeddingFormat, EmbeddingTarget } from "./embeddingFormat.ts";
import { exchange, type HttpReply } from "./exchange.ts";
import { isRecord, malformed } from "./vectors.ts";

/** The connections and the reading of errors that calls of vendors have in common. */
export interface VendorHttp {
  /** Connections of an origin as of `URL`. */
  readonly to: (origin: string) => Dispatcher;
  /** What a status other than 2xx means. */
  readonly failureOf: (reply: HttpReply) => Failure;
}

export interface HttpEmbedderOptions {
  readonly provider: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** What every vector must have; null takes what comes first. */
  readonly dimensions: number | null;
  readonly limits: BatchLimits;
  /** Of one call, answer included. */
  readonly timeoutMs?: number;
  /** Calls after the first that failed in a way that may pass. */
  readonly retries?: number;
  /** Longest pause before the first retry when the vendor names none; doubled for each further one. */
  readonly retryBaseMs?: number;
}

const retried: readonly FailureClass[] = ["network", "rate_limited", "overloaded", "server_error"];
const aboutInput: readonly FailureClass[] = ["invalid_request", "context_length", "content_filter"];
/** A vendor that wants more patience than this is given up on: its caller may have something better to do. */
const longestPauseMs = 20_000;

export function createHttpEmbedder(
  target: EmbeddingTarget,
  format: EmbeddingFormat,
  options: HttpEmbedderOptions,
  http: VendorHttp,
): Embedder {
  const { provider, baseUrl, limits, timeoutMs = 30_000, retries = 2, retryBaseMs = 500 } = options;
  const { origin, pathname } = new URL(baseUrl);
  const prefix = pathname.replace(/\/+$/u, "");
  let dimensions = options.dimensions;

  async function call(
    texts: readonly string[],
    kind: EmbeddedKind,
    signal: AbortSignal,
  ): Promise<Embeddings> {
    const { path, headers, body } = format.request(target, texts, kind);
    const sent = { "content-type": "application/json", accept: "application/json", "user-agent": "batuta" };
    const reply = await exchange(
      `${origin}${prefix}${path}`,
      { method: "POST", headers: { ...sent, ...headers }, body, dispatcher: http.to(origin) },
      timeoutMs,
      signal,
    );
    return checked(format.read(answerOf(reply, http), texts.length, target));
  }

  function checked(embeddings: Embeddings): Embeddings {
    const expected = dimensions ?? embeddings.vectors[0]?.length ?? null;
    const other = embeddings.vectors.find(({ length }) => length !== expected);
    if (other !== undefined) {
      const source = options.dimensions === null ? "as before" : "as embedder.dimensions says";
      throw malformed("dimensions", `expected ${String(expected)} dimensions ${source}, got ${other.length}`);
    }
    dimensions = expected;
    return embeddings;
  }

  async function persist(
    texts: readonly string[],
    kind: EmbeddedKind,
    signal: AbortSignal,
  ): Promise<Embeddings> {
    for (let tries = 0; ; tries++) {
      try {
        return await call(texts, kind, signal);
      } catch (error) {
        const pauseMs = tries < retries ? pauseAfter(error, retryBaseMs * 2 ** tries) : null;
        if (pauseMs === null) throw error;
        await pauseFor(pauseMs, signal);
      }
    }
  }

  return {
    id: `${provider}:${target.model}${options.dimensions === null ? "" : `@${options.dimensions}`}`,
    provider,
    model: target.model,
    get dimensions() {
      return dimensions;
    },
    async embed(texts, kind, signal) {
      const answers: Embeddings[] = [];
      for (const batch of batchesOf(texts, limits)) {
        signal.throwIfAborted();
        answers.push(await persist(batch, kind, signal));
      }
      return {
        vectors: answers.flatMap(({ vectors }) => vectors),
        tokens: sum(answers.map(({ tokens }) => tokens)),
      };
    },
  };
}

/** Full jitter, unless the vendor says when. Null: not again. */
function pauseAfter(error: unknown, longestMs: number): number | null {
  if (!(error instanceof EmbedError) || !retried.includes(error.failure.class)) return null;
  const { retryAfterMs } = error.failure;
  if (retryAfterMs === null) return Math.random() * longestMs;
  return retryAfterMs <= longestPauseMs ? retryAfterMs : null;
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** The JSON of a success. An error inside one counts as the status that it names. */
function answerOf(reply: HttpReply, http: VendorHttp): unknown {
  if (reply.status < 200 || reply.status > 299) throw refusal(reply, http);
  const answer = parsed(reply.body);
  const error = isRecord(answer) ? answer["error"] : undefined;
  if (!isRecord(error)) return answer;
  const { code } = error;
  const status = typeof code === "number" && code >= 400 && code <= 599 ? code : 500;
  throw refusal({ ...reply, status }, http);
}

/** 404 is about address or model, whatever was sent there. */
function refusal(reply: HttpReply, http: VendorHttp): EmbedError {
  const failure = http.failureOf(reply);
  return new EmbedError(failure, null, {
    inputRefused: reply.status !== 404 && aboutInput.includes(failure.class),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("not_json", "the answer is no JSON");
  }
}

function sum(counts: readonly (number | null)[]): number | null {
  let total = 0;
  for (const count of counts) {
    if (count === null) return null;
    total += count;
  }
  return total;
}
