import type { FormatName } from "./formats/format.ts";

/** How a client addresses each format, and by what marks its streams are known: for tests and benches. */
export interface Dialect {
  readonly name: FormatName;
  path(model: string, stream: boolean): string;
  body(model: string, stream: boolean, messages: readonly DialectMessage[]): unknown;
  readonly finishMark: string;
  /** Null where nothing follows the finish mark. */
  readonly doneMark: string | null;
  readonly usageMark: string;
  readonly openingMark: string;
}

export interface DialectMessage {
  readonly role: "user" | "assistant";
  readonly content: string;
}

const openaiBody: Dialect["body"] = (model, stream, messages) =>
  stream ? { model, stream, messages, stream_options: { include_usage: true } } : { model, messages };

const openaiMarks = {
  finishMark: '"finish_reason":"stop"',
  doneMark: "data: [DONE]",
  usageMark: '"usage":{',
  openingMark: '"role":"assistant"',
};

export const dialects: readonly Dialect[] = [
  { name: "openai", path: () => "/v1/chat/completions", body: openaiBody, ...openaiMarks },
  {
    name: "azure",
    path: (model) =>
      `/openai/deployments/${encodeURIComponent(model)}/chat/completions?api-version=2024-10-21`,
    body: openaiBody,
    ...openaiMarks,
  },
  {
    name: "anthropic",
    path: () => "/v1/messages",
    body: (model, stream, messages) => ({ model, stream, messages, max_tokens: 1_000 }),
    finishMark: '"stop_reason":"end_turn"',
    doneMark: "event: message_stop",
    usageMark: '"output_tokens":',
    openingMark: "event: message_start",
  },
  {
    name: "gemini",
    path: (model, stream) =>
      `/v1beta/models/${model}:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`,
    body: (_model, _stream, messages) => ({
      contents: messages.map(({ role, content }) => ({
        role: role === "assistant" ? "model" : "user",
        parts: [{ text: content }],
      })),
    }),
    finishMark: '"finishReason":"STOP"',
    doneMark: null,
    usageMark: '"usageMetadata":{',
    openingMark: '"role":"model"',
  },
  {
    name: "cohere",
    path: () => "/v2/chat",
    body: (model, stream, messages) => ({ model, stream, messages }),
    finishMark: '"finish_reason":"COMPLETE"',
    doneMark: "data: [DONE]",
    usageMark: '"billed_units":{',
    openingMark: "event: message-start",
  },
];
