import type { Locale } from "../../contract/common.ts";
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
  /** Left out for what people uploaded; an answer that was kept is no evidence for another one. */
  readonly sourceType?: "ai_synthesis";
  /** Similarity to the question, 0..1. */
  readonly score: number;
}

export type PromptMessage =
  | { readonly role: "system"; readonly content: string }
  | { readonly role: "user"; readonly content: string | readonly ContentPart[] }
  | { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: "tool"; readonly content: string; readonly toolCallId: string };

export type ContentPart =
  | { readonly type: "text"; readonly text: string }
  /** `url` may be a data URL. */
  | { readonly type: "image"; readonly url: string };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
}

/** What the vendor is asked to keep to; a parameter that it does not have is left out. */
export interface ModelParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
}

export interface ModelRequest extends ModelParameters {
  readonly question: string;
  readonly messages: readonly PromptMessage[];
  readonly evidence: readonly Evidence[];
  readonly locale: Locale;
  readonly tools?: readonly ToolDefinition[];
  readonly toolChoice?: "auto" | "none" | "required" | { readonly name: string };
  /** `json` asks for any JSON object; a schema for one that fits it, where the vendor has that. */
  readonly output?: "json" | { readonly name: string; readonly schema: JsonObject };
}

export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter";

export type ModelEvent =
  /** The model took the request: response headers of a success. First, and at most once. */
  | { readonly type: "open" }
  | { readonly type: "text"; readonly text: string }
  /** Thoughts, never part of the answer. */
  | { readonly type: "reasoning"; readonly text: string }
  /** What the model says instead of an answer when it declines. */
  | { readonly type: "refusal"; readonly text: string }
  /** A piece of a tool call: `id` and `name` come with the first piece of each `index`. */
  | {
      readonly type: "tool_call";
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      readonly arguments: string;
    }
  | { readonly type: "finish"; readonly reason: FinishReason; readonly usage: TokenUsage };

export interface TokenUsage {
  /** All tokens read, those from a cache and those written to one included. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly cacheWriteTokens: number;
  /** All tokens written, thoughts included. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** What the vendor charges for, where that is not what it counts. */
  readonly billed?: { readonly inputTokens: number; readonly outputTokens: number };
  /** Counted by rule of thumb, because the model does not tell. */
  readonly estimated: boolean;
}

/** USD per million tokens. What is left out costs as `input`. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
}

/** The four timers of an attempt, in milliseconds. */
export interface AttemptTimers {
  /** To the response headers. */
  readonly connectMs: number;
  /** To the first text, thought, refusal or tool call. */
  readonly firstContentMs: number;
  /** Between two events after that. */
  readonly idleMs: number;
  readonly totalMs: number;
}

/**
 * Anything that answers: one vendor's model behind one key. Each item of the stream is what arrived at once, in order;
 * the last event of all is exactly one `finish`, and a stream that ends without it is a truncated answer.
 * Throws ModelError when it cannot answer, the signal's reason when aborted; either way its socket is closed by then
 * or in the same turn of the event loop. It has no limits of its own: timers, retries and breakers are its caller's.
 */
export interface Model {
  /** The name that requests use, e.g. `fast` or `openai:gpt-4o-mini`. */
  readonly id: string;
  readonly provider: string;
  /** The vendor's name of it. */
  readonly name: string;
  /** Tokens that question and answer may take together. */
  readonly window: number;
  /** Tokens of the longest answer; null when the vendor sets no limit of its own. */
  readonly maxOutput: number | null;
  /** Null when nobody knows. */
  readonly price: Price | null;
  /** Share of the load that `balanced` should give it, beside the others' weights. */
  readonly weight: number;
  readonly timers: AttemptTimers;
  /** It can go on from a text that another model began. */
  readonly continues: boolean;
  /** Environment variable that its key came from; null for one without a key. */
  readonly keyVariable: string | null;
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<readonly ModelEvent[]>;
}
