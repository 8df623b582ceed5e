import { listOf, numberOf, recordOf, textOf, type JsonRecord } from "../json.ts";
import { retryHeaders } from "../retryAfter.ts";
import { event, framesOf, type Answer, type Format, type Frames, type ProblemKind } from "./format.ts";

const id = "00000000-0000-4000-8000-000000000000";
const callId = "simulated_0";
const finishReasons = {
  stop: "COMPLETE",
  length: "MAX_TOKENS",
  content_filter: "ERROR",
  tool_calls: "TOOL_CALL",
} as const;

/** Cohere v2 chat. */
export const cohere: Format = {
  name: "cohere",
  ping: ": keep-alive\n\n",
  read(body) {
    const messages = listOf(body["messages"]).map(recordOf);
    return {
      messages: messages.map(({ role, content }) => ({ role: String(role), text: textOf(content) })),
      maxTokens: numberOf(body["max_tokens"]),
      usageInStream: true,
    };
  },
  frames,
  whole(answer) {
    const { thoughts, pieces, tool } = answer;
    const text = pieces.join("");
    const thinking = thoughts.length > 0 ? [{ type: "thinking", thinking: thoughts.join("") }] : [];
    const content = tool === null && text !== "" ? [...thinking, { type: "text", text }] : thinking;
    const call = { id: callId, type: "function", function: { name: tool, arguments: text } };
    const message = { role: "assistant", content, ...(tool === null ? {} : { tool_calls: [call] }) };
    return { id, message, finish_reason: finishReasons[answer.finish], ...usageOf(answer) };
  },
  error(kind, status, retryAfter) {
    const { status: usual, ...body } = errors[kind];
    return { status: status ?? usual, headers: retryHeaders(retryAfter), body: { id, ...body } };
  },
  errorEvent: (kind) =>
    named({ type: "message-end", delta: { error: errors[kind].message, finish_reason: "ERROR" } }),
};

function frames(answer: Answer): Frames {
  const { thoughts, pieces, tool } = answer;
  const index = thoughts.length > 0 ? 1 : 0;
  const start = named({ type: "content-start", index, ...saying({ content: { type: "text", text: "" } }) });
  const thinkingStart = { content: { type: "thinking", thinking: "" } };
  const call = { id: callId, type: "function", function: { name: tool, arguments: "" } };
  const callStart = named({ type: "tool-call-start", index: 0, ...saying({ tool_calls: call }) });
  const message = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
  const opened = index === 1 || tool !== null ? "" : start;
  const end =
    tool === null ? named({ type: "content-end", index }) : named({ type: "tool-call-end", index: 0 });
  const reason = finishReasons[answer.finish];

  return {
    opening:
      named({ id, type: "message-start", ...saying(message) }) +
      (index === 1 ? named({ type: "content-start", index: 0, ...saying(thinkingStart) }) : opened),
    thoughts: framesOf(thoughts, (thinking, at) => {
      const thought = named({ type: "content-delta", index: 0, ...saying({ content: { thinking } }) });
      return at === thoughts.length - 1 ? thought + named({ type: "content-end", index: 0 }) : thought;
    }),
    content: framesOf(pieces, (piece, at) => {
      const first = at === 0 && opened === "";
      if (tool === null) {
        return (
          (first ? start : "") +
          named({ type: "content-delta", index, ...saying({ content: { text: piece } }) })
        );
      }
      const part = saying({ tool_calls: { function: { arguments: piece } } });
      return (first ? callStart : "") + named({ type: "tool-call-delta", index: 0, ...part });
    }),
    finish:
      (pieces.length > 0 || opened !== "" ? end : "") +
      named({ type: "message-end", delta: { finish_reason: reason, ...usageOf(answer) } }),
    usage: "",
    done: "data: [DONE]\n\n",
  };
}

function named(data: { readonly type: string; readonly [key: string]: unknown }): string {
  return event(data, data.type);
}

function saying(message: JsonRecord): JsonRecord {
  return { delta: { message } };
}

function usageOf({ promptTokens, cachedTokens, thoughts, pieces, showsUsage }: Answer): JsonRecord {
  if (!showsUsage) return {};
  const counts = { input_tokens: promptTokens, output_tokens: thoughts.length + pieces.length };
  const tokens = thoughts.length > 0 ? { ...counts, reasoning_tokens: thoughts.length } : counts;
  return { usage: { billed_units: counts, tokens, cached_tokens: cachedTokens } };
}

const errors: Readonly<Record<ProblemKind, { status: number; message: string; error_type?: string }>> = {
  invalid_request: { status: 400, message: "invalid request: messages must not be empty." },
  context_length: {
    status: 400,
    error_type: "TOO_MANY_TOKENS",
    message: "too many tokens: size limit exceeded by 25836 tokens. Try using shorter or fewer inputs.",
  },
  content_filter: { status: 400, message: "the request was blocked by the content filter." },
  auth: { status: 401, message: "invalid api token" },
  billing: { status: 402, message: "please add or update your payment method to continue" },
  permission: { status: 403, message: "this API key may not use this model." },
  not_found: { status: 404, message: "model 'simulated' not found" },
  rate_limit: {
    status: 429,
    message: "You are past the per minute request limit, please wait and try again later.",
  },
  quota: { status: 429, message: "You are using a Trial key, which is limited to 1000 API calls / month." },
  server_error: { status: 500, message: "internal server error" },
  overloaded: { status: 503, message: "the service is currently overloaded, please try again later." },
};
