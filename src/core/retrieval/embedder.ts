import type { Failure, FailureClass } from "../answering/modelError.ts";
import { AppError } from "../errors.ts";

export type EmbedderProvider =
  | "openai"
  | "openai-compatible"
  | "azure"
  | "mistral"
  | "openrouter"
  | "perplexity"
  | "cohere"
  | "google"
  | "voyage"
  | "ollama"
  | "tei";

/** `embedder` of the configuration; null takes the provider's own. */
export interface EmbedderSettings {
  readonly provider: EmbedderProvider;
  readonly model: string;
  readonly baseUrl: string | null;
  readonly keyVariable: string | null;
  /** What every vector must have; null takes what the model gives. */
  readonly dimensions: number | null;
  /** Texts in one call. */
  readonly batch: number | null;
}

/** Many models embed a question otherwise than the passages that answer it. */
export type EmbeddedKind = "document" | "query";

export interface Embeddings {
  /** One a text, in their order. Their lengths are the model's own, not always 1: compare them by cosine. */
  readonly vectors: readonly Float32Array[];
  /** Tokens read; null when the vendor does not count them. */
  readonly tokens: number | null;
}

export interface Embedder {
  /** Names the space of its vectors, e.g. `openai:text-embedding-3-small@256`; those of two ids never compare. */
  readonly id: string;
  readonly provider: string;
  /** The vendor's name of the model. */
  readonly model: string;
  /** Null until configured or seen. */
  readonly dimensions: number | null;
  /**
   * All or nothing; no texts make no call. Throws EmbedError when it cannot, the signal's reason when aborted. It
   * retries what passes by itself; its caller splits what was refused.
   */
  embed(texts: readonly string[], kind: EmbeddedKind, signal: AbortSignal): Promise<Embeddings>;
}

/** Null: no embedder is configured, and retrieval is lexical. */
export interface EmbedderDep {
  readonly embedder: Embedder | null;
}

const passing: readonly FailureClass[] = [
  "network",
  "total_timeout",
  "rate_limited",
  "overloaded",
  "server_error",
];

/** `embedding_unavailable`, made by an embedder's adapter. Its message holds nothing that was sent. */
export class EmbedError extends AppError {
  readonly failure: Failure;
  /**
   * The texts may be why, not key, model or load: each half may pass alone. A vendor that answers 400 to everything,
   * a wrong model included, says so of every single text too.
   */
  readonly inputRefused: boolean;

  constructor(
    failure: Failure,
    detail: string | null = null,
    options: { inputRefused?: boolean; cause?: unknown } = {},
  ) {
    const code = failure.code === null ? "" : ` (${failure.code})`;
    const retryable = passing.includes(failure.class);
    super("embedding_unavailable", `${failure.class}${code}${detail === null ? "" : `: ${detail}`}`, {
      retryable,
      cause: options.cause,
    });
    this.name = "EmbedError";
    this.failure = failure;
    this.inputRefused = options.inputRefused ?? false;
  }
}
