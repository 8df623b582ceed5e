import { listOf, numberOf, recordOf, textOf, type JsonRecord } from "../json.ts";
import { retryHeaders, retrySeconds } from "../retryAfter.ts";
import { event, type Answer, type ErrorReply, type Format, type Frames, type ProblemKind } from "./format.ts";

const finishReasons = {
  stop: "STOP",
  length: "MAX_TOKENS",
  content_filter: "SAFETY",
  tool_calls: "STOP",
} as const;

/** Gemini generateContent and, with `alt=sse`, streamGenerateContent. The stream has no end mark but `finishReason`. */
export const gemini: Format = {
  name: "gemini",
  ping: ": keep-alive\n\n",
  read(body) {
    const system = textOf(recordOf(body["systemInstruction"])["parts"]);
    const contents = listOf(body["contents"]).map(recordOf);
    return {
      messages: [
        ...(system === "" ? [] : [{ role: "system", text: system }]),
        ...contents.map(({ role, parts }) => ({
          role: role === "model" ? "assistant" : "user",
          text: textOf(parts),
        })),
      ],
      maxTokens: numberOf(recordOf(body["generationConfig"])["maxOutputTokens"]),
      usageInStream: true,
    };
  },
  frames,
  whole(answer) {
    const thoughts = answer.thoughts.length > 0 ? [{ text: answer.thoughts.join(""), thought: true }] : [];
    const parts = [
      ...thoughts,
      ...(answer.pieces.length > 0 ? [partOf(answer, answer.pieces.join(""))] : []),
    ];
    return responseOf(answer, parts, answer.thoughts.length, answer.pieces.length, true);
  },
  error,
  errorEvent: (kind) => event(error(kind, null, null).body),
};

function frames(answer: Answer): Frames {
  const { thoughts, pieces, tool } = answer;
  const chunk = (part: JsonRecord, thought: number, said: number, last = false) =>
    event(responseOf(answer, [part], thought, said, last));
  const spoken = pieces.map((text, at) => ({ bytes: chunk({ text }, thoughts.length, at + 1), tokens: 1 }));
  const call = () => chunk(partOf(answer, pieces.join("")), thoughts.length, pieces.length);
  return {
    opening: chunk({ text: "" }, 0, 0),
    thoughts: thoughts.map((text, at) => ({ bytes: chunk({ text, thought: true }, at + 1, 0), tokens: 1 })),
    content: tool === null ? spoken : [{ bytes: call(), tokens: pieces.length }],
    finish: chunk({ text: "" }, thoughts.length, pieces.length, true),
    usage: "",
    done: "",
  };
}

/** Gemini gives a tool call whole: its arguments are an object, no text. */
function partOf({ tool }: Answer, text: string): JsonRecord {
  if (tool === null) return { text };
  const args: unknown = JSON.parse(text);
  return { functionCall: { name: tool, args } };
}

/** The token counts are those so far, thoughts apart from the answer. */
function responseOf(
  answer: Answer,
  parts: readonly JsonRecord[],
  thoughts: number,
  candidates: number,
  last: boolean,
): JsonRecord {
  const { promptTokens, cachedTokens } = answer;
  const usageMetadata = {
    promptTokenCount: promptTokens,
    candidatesTokenCount: candidates,
    totalTokenCount: promptTokens + thoughts + candidates,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: promptTokens }],
    ...(cachedTokens > 0 ? { cachedContentTokenCount: cachedTokens } : {}),
    ...(thoughts > 0 ? { thoughtsTokenCount: thoughts } : {}),
  };
  const content = parts.length > 0 ? { parts, role: "model" } : { role: "model" };
  const reason = last ? { finishReason: finishReasons[answer.finish] } : {};
  return {
    candidates: [{ content, ...reason, index: 0 }],
    ...(answer.showsUsage ? { usageMetadata } : {}),
    modelVersion: answer.model,
    responseId: "simulated",
  };
}

function error(kind: ProblemKind, status: number | null, retryAfter: string | null): ErrorReply {
  const { code: usual, status: name, message, details = [] } = errors[kind];
  const code = status ?? usual;
  const seconds = retrySeconds(retryAfter);
  const retry = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${seconds}s` };
  const all = seconds === null ? details : [...details, retry];
  const body = { error: { code, message, status: name, ...(all.length > 0 ? { details: all } : {}) } };
  return { status: code, headers: seconds === null ? retryHeaders(retryAfter) : {}, body };
}

const bad = "INVALID_ARGUMENT";
const spent = "RESOURCE_EXHAUSTED";

function quotaFailure(quotaId: string): readonly JsonRecord[] {
  return [{ "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [{ quotaId }] }];
}

interface Entry {
  readonly code: number;
  readonly status: string;
  readonly message: string;
  readonly details?: readonly JsonRecord[];
}

const errors: Readonly<Record<ProblemKind, Entry>> = {
  invalid_request: { code: 400, status: bad, message: "Request contains an invalid argument." },
  context_length: {
    code: 400,
    status: bad,
    message: "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).",
  },
  content_filter: { code: 400, status: bad, message: "The request was blocked by the safety filters." },
  auth: {
    code: 400,
    status: bad,
    message: "API key not valid. Please pass a valid API key.",
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "API_KEY_INVALID",
        domain: "googleapis.com",
      },
    ],
  },
  billing: { code: 402, status: "FAILED_PRECONDITION", message: "This API needs a billing account." },
  permission: { code: 403, status: "PERMISSION_DENIED", message: "The caller does not have permission" },
  not_found: {
    code: 404,
    status: "NOT_FOUND",
    message: "models/simulated is not found for API version v1beta.",
  },
  rate_limit: {
    code: 429,
    status: spent,
    message: "You exceeded your current quota, please check your plan.",
    details: quotaFailure("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"),
  },
  quota: {
    code: 429,
    status: spent,
    message: "You exceeded your current quota, please check your plan and billing details.",
    details: quotaFailure("GenerateRequestsPerDayPerProjectPerModel-FreeTier"),
  },
  server_error: { code: 500, status: "INTERNAL", message: "An internal error has occurred." },
  overloaded: {
    code: 503,
    status: "UNAVAILABLE",
    message: "The model is overloaded. Please try again later.",
  },
};
