import type { JsonRecord } from "../json.ts";

export type FormatName = "openai" | "azure" | "anthropic" | "gemini" | "cohere";

export type Finish = "stop" | "length" | "content_filter" | "tool_calls";

export const problemKinds = [
  "invalid_request",
  "context_length",
  "content_filter",
  "auth",
  "billing",
  "permission",
  "not_found",
  "rate_limit",
  "quota",
  "server_error",
  "overloaded",
] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** What a status stands for when the behaviour does not say. */
export function problemOfStatus(status: number): ProblemKind {
  const kinds: Readonly<Record<number, ProblemKind>> = {
    401: "auth",
    402: "billing",
    403: "permission",
    404: "not_found",
    429: "rate_limit",
    503: "overloaded",
    529: "overloaded",
  };
  return kinds[status] ?? (status < 500 ? "invalid_request" : "server_error");
}

export interface Message {
  readonly role: string;
  readonly text: string;
}

/** What the answer depends on. */
export interface Prompt {
  readonly messages: readonly Message[];
  /** Limit of the answer. */
  readonly maxTokens: number | null;
  /** The stream shall end with its usage. */
  readonly usageInStream: boolean;
}

export interface Answer {
  readonly model: string;
  /** One a token; of the tool call's arguments when `tool` is set. */
  readonly pieces: readonly string[];
  readonly thoughts: readonly string[];
  readonly tool: string | null;
  readonly finish: Finish;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  /** False leaves usage out everywhere. */
  readonly showsUsage: boolean;
  readonly usageInStream: boolean;
}

export interface Frame {
  /** Server-sent events as they stand on the wire. */
  readonly bytes: string;
  readonly tokens: number;
}

/** One streamed answer, in order. */
export interface Frames {
  /** Before any content. */
  readonly opening: string;
  readonly thoughts: readonly Frame[];
  readonly content: readonly Frame[];
  /** Says why the answer is over. */
  readonly finish: string;
  /** Where it does not come with `finish`. */
  readonly usage: string;
  /** Says that the stream is over. */
  readonly done: string;
}

export interface ErrorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonRecord;
}

/** One vendor's language. */
export interface Format {
  readonly name: FormatName;
  read(body: JsonRecord): Prompt;
  frames(answer: Answer): Frames;
  whole(answer: Answer): JsonRecord;
  /** `status` null means the vendor's usual one for this kind. */
  error(kind: ProblemKind, status: number | null, retryAfter: string | null): ErrorReply;
  /** An error that comes inside a stream. */
  errorEvent(kind: ProblemKind): string;
  /** What the vendor sends to keep a connection open. */
  readonly ping: string;
}

export function event(data: unknown, name?: string): string {
  return `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
}

export function framesOf(
  pieces: readonly string[],
  write: (piece: string, index: number) => string,
): Frame[] {
  return pieces.map((piece, index) => ({ bytes: write(piece, index), tokens: 1 }));
}
