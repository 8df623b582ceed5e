import { listOf, numberOf, recordOf, textOf, type JsonRecord } from "../json.ts";
import { retryHeaders } from "../retryAfter.ts";
import { event, framesOf, type Answer, type Format, type Frames, type ProblemKind } from "./format.ts";

const id = "msg_simulated";
const toolId = "toolu_simulated";
const signature = "c2ltdWxhdGVk";
const stopReasons = {
  stop: "end_turn",
  length: "max_tokens",
  content_filter: "refusal",
  tool_calls: "tool_use",
} as const;

/** Anthropic Messages. */
export const anthropic: Format = {
  name: "anthropic",
  ping: named({ type: "ping" }),
  read(body) {
    const messages = listOf(body["messages"]).map(recordOf);
    const system = textOf(body["system"]);
    return {
      messages: [
        ...(system === "" ? [] : [{ role: "system", text: system }]),
        ...messages.map(({ role, content }) => ({ role: String(role), text: textOf(content) })),
      ],
      maxTokens: numberOf(body["max_tokens"]),
      usageInStream: true,
    };
  },
  frames,
  whole(answer) {
    const reason = stopReasons[answer.finish];
    const usage = answer.showsUsage
      ? { usage: usageOf(answer, answer.thoughts.length + answer.pieces.length) }
      : {};
    return { ...envelope(answer, contentOf(answer), reason), ...usage };
  },
  error(kind, status, retryAfter) {
    const { status: usual, type, message } = errors[kind];
    const body = { type: "error", error: { type, message }, request_id: "req_simulated" };
    return { status: status ?? usual, headers: retryHeaders(retryAfter), body };
  },
  errorEvent: (kind) =>
    named({
      type: "error",
      error: { details: null, type: errors[kind].type, message: errors[kind].message },
    }),
};

function frames(answer: Answer): Frames {
  const { thoughts, pieces, tool } = answer;
  const index = thoughts.length > 0 ? 1 : 0;
  const block =
    tool === null ? { type: "text", text: "" } : { type: "tool_use", id: toolId, name: tool, input: {} };
  const start = named({ type: "content_block_start", index, content_block: block });
  const thinkingStart = { type: "thinking", thinking: "", signature: "" };
  const thinkingEnd =
    delta(0, { type: "signature_delta", signature }) + named({ type: "content_block_stop", index: 0 });
  const opened = index === 1 || tool !== null ? "" : start;
  const usage = answer.showsUsage ? { usage: usageOf(answer, 1) } : {};
  const endUsage = answer.showsUsage ? { usage: usageOf(answer, thoughts.length + pieces.length) } : {};
  const reason = { stop_reason: stopReasons[answer.finish], stop_sequence: null };
  const blocks = pieces.length > 0 || opened !== "" ? named({ type: "content_block_stop", index }) : "";

  return {
    opening:
      named({ type: "message_start", message: { ...envelope(answer, [], null), ...usage } }) +
      (index === 1
        ? named({ type: "content_block_start", index: 0, content_block: thinkingStart })
        : opened) +
      named({ type: "ping" }),
    thoughts: framesOf(thoughts, (thinking, at) => {
      const thought = delta(0, { type: "thinking_delta", thinking });
      return at === thoughts.length - 1 ? thought + thinkingEnd : thought;
    }),
    content: framesOf(pieces, (piece, at) => {
      const said =
        tool === null
          ? { type: "text_delta", text: piece }
          : { type: "input_json_delta", partial_json: piece };
      return (at === 0 && opened === "" ? start : "") + delta(index, said);
    }),
    finish: blocks + named({ type: "message_delta", delta: reason, ...endUsage }),
    usage: "",
    done: named({ type: "message_stop" }),
  };
}

function named(data: { readonly type: string; readonly [key: string]: unknown }): string {
  return event(data, data.type);
}

function delta(index: number, said: JsonRecord): string {
  return named({ type: "content_block_delta", index, delta: said });
}

function envelope(answer: Answer, content: readonly JsonRecord[], reason: string | null): JsonRecord {
  const { model } = answer;
  return { id, type: "message", role: "assistant", model, content, stop_reason: reason, stop_sequence: null };
}

function contentOf({ thoughts, pieces, tool }: Answer): readonly JsonRecord[] {
  const thinking = thoughts.length > 0 ? [{ type: "thinking", thinking: thoughts.join(""), signature }] : [];
  const text = pieces.join("");
  if (tool === null) return text === "" ? thinking : [...thinking, { type: "text", text }];
  const input: unknown = JSON.parse(text);
  return [...thinking, { type: "tool_use", id: toolId, name: tool, input }];
}

/** Unlike the others, Anthropic does not count what came from its cache among the input tokens. */
function usageOf({ promptTokens, cachedTokens, thoughts }: Answer, outputTokens: number): JsonRecord {
  return {
    input_tokens: promptTokens - cachedTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cachedTokens,
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: Math.min(thoughts.length, outputTokens) },
    service_tier: "standard",
  };
}

const bad = "invalid_request_error";

const errors: Readonly<Record<ProblemKind, { status: number; type: string; message: string }>> = {
  invalid_request: { status: 400, type: bad, message: "messages: at least one message is required" },
  context_length: { status: 400, type: bad, message: "prompt is too long: 200001 tokens > 200000 maximum" },
  content_filter: { status: 400, type: bad, message: "Output blocked by content filtering policy" },
  auth: { status: 401, type: "authentication_error", message: "invalid x-api-key" },
  billing: {
    status: 402,
    type: "billing_error",
    message: "There is an issue with your billing information.",
  },
  permission: { status: 403, type: "permission_error", message: "Your API key may not use this resource." },
  not_found: { status: 404, type: "not_found_error", message: "model: simulated" },
  rate_limit: {
    status: 429,
    type: "rate_limit_error",
    message: "This request would exceed your account's rate limit. Please try again later.",
  },
  quota: { status: 400, type: bad, message: "Your credit balance is too low to access the Anthropic API." },
  server_error: { status: 500, type: "api_error", message: "Internal server error" },
  overloaded: { status: 529, type: "overloaded_error", message: "Overloaded" },
};
