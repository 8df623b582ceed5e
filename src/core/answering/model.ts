import type { Language } from "../language.ts";

/** One passage of evidence as the prompt numbers it: `n` is the 1 of `[S1]`. */
export interface Evidence {
  readonly n: number;
  readonly documentId: string;
  readonly documentName: string;
  readonly page: number | null;
  readonly headings: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly language: Language | null;
  /** Similarity to the question, 0..1. */
  readonly score: number;
}

export interface PromptMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export interface ModelRequest {
  readonly question: string;
  readonly messages: readonly PromptMessage[];
  readonly evidence: readonly Evidence[];
  readonly locale: "es" | "en";
  readonly temperature?: number;
  readonly maxTokens?: number;
}

export type FinishReason = "stop" | "length" | "content_filter";

export type ModelEvent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "finish"; readonly reason: FinishReason; readonly usage: TokenUsage };

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Counted by rule of thumb, because the model does not tell. */
  readonly estimated: boolean;
}

/**
 * Anything that answers. The stream ends with exactly one `finish`; ending without it is a truncated answer.
 * Throws AppError (`model_unavailable`, `timeout`) when it cannot answer, the signal's reason when aborted.
 */
export interface Model {
  /** The name requests use. */
  readonly id: string;
  readonly provider: string;
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

export interface ModelsDep {
  /** In order of preference; never empty. */
  readonly models: readonly Model[];
  /** Answers from the evidence alone, without a network. */
  readonly extractive: Model;
}

/** The models to try, in order: the named one alone, or all. */
export function candidateModels(deps: ModelsDep, modelId: string | null): readonly Model[] {
  return modelId === null ? deps.models : deps.models.filter((model) => model.id === modelId);
}
