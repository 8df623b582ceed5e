import { listOf, numberOf, recordOf, textOf, type JsonRecord } from "../json.ts";
import { retryHeaders } from "../retryAfter.ts";
import { event, framesOf, type Answer, type Format, type Frames, type ProblemKind } from "./format.ts";
import { openaiErrors } from "./openaiErrors.ts";

const id = "chatcmpl-simulated";
const callId = "call_simulated";
const created = 1_750_000_000;

/** OpenAI chat completions; reasoning as DeepSeek and others write it (`reasoning_content`). */
export const openai: Format = createOpenai("openai");

/** The same as Azure serves it: a filter report ahead of the answer, and its own error codes. */
export const azure: Format = createOpenai("azure");

function createOpenai(name: "openai" | "azure"): Format {
  const problem = (kind: ProblemKind, status: number | null) => openaiErrors(name, kind, status);
  return {
    name,
    ping: ": keep-alive\n\n",
    read(body) {
      const limit = body["max_completion_tokens"] ?? body["max_tokens"];
      const messages = listOf(body["messages"]).map(recordOf);
      return {
        messages: messages.map(({ role, content }) => ({ role: String(role), text: textOf(content) })),
        maxTokens: numberOf(limit),
        usageInStream: recordOf(body["stream_options"])["include_usage"] === true,
      };
    },
    frames: (answer) => (name === "azure" ? filtered(frames(answer)) : frames(answer)),
    whole,
    error(kind, status, retryAfter) {
      const { status: sent, body } = problem(kind, status);
      return { status: sent, headers: retryHeaders(retryAfter), body };
    },
    errorEvent: (kind) => event(problem(kind, null).body),
  };
}

function frames(answer: Answer): Frames {
  const usageField = answer.usageInStream && answer.showsUsage;
  const chunk = (choices: readonly JsonRecord[], usage: JsonRecord | null = null) =>
    event({
      id,
      object: "chat.completion.chunk",
      created,
      model: answer.model,
      system_fingerprint: null,
      choices,
      ...(usageField ? { usage } : {}),
    });
  const said = (delta: JsonRecord, finish: string | null = null) =>
    chunk([{ index: 0, delta, logprobs: null, finish_reason: finish }]);
  const argumentsOf = (piece: string) => said({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
  const call = { index: 0, id: callId, type: "function", function: { name: answer.tool, arguments: "" } };

  return {
    opening: said({ role: "assistant", content: answer.tool === null ? "" : null, refusal: null }),
    thoughts: framesOf(answer.thoughts, (piece) => said({ reasoning_content: piece })),
    content: framesOf(answer.pieces, (piece, index) => {
      if (answer.tool === null) return said({ content: piece });
      return index === 0 ? said({ tool_calls: [call] }) + argumentsOf(piece) : argumentsOf(piece);
    }),
    finish: said({}, answer.finish),
    usage: usageField ? chunk([], usageOf(answer)) : "",
    done: "data: [DONE]\n\n",
  };
}

/** Azure's first chunk has no choice at all. */
function filtered(plain: Frames): Frames {
  const report = { hate: { filtered: false, severity: "safe" } };
  const first = { id: "", object: "", created: 0, model: "", choices: [] };
  const results = [{ prompt_index: 0, content_filter_results: report }];
  return { ...plain, opening: event({ ...first, prompt_filter_results: results }) + plain.opening };
}

function whole(answer: Answer): JsonRecord {
  const text = answer.pieces.join("");
  const call = { id: callId, type: "function", function: { name: answer.tool, arguments: text } };
  const message = {
    role: "assistant",
    content: answer.tool === null ? text : null,
    refusal: null,
    ...(answer.thoughts.length > 0 ? { reasoning_content: answer.thoughts.join("") } : {}),
    ...(answer.tool === null ? {} : { tool_calls: [call] }),
  };
  return {
    id,
    object: "chat.completion",
    created,
    model: answer.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finish }],
    ...(answer.showsUsage ? { usage: usageOf(answer) } : {}),
    system_fingerprint: null,
  };
}

function usageOf({ promptTokens, cachedTokens, thoughts, pieces }: Answer): JsonRecord {
  const completion = thoughts.length + pieces.length;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completion,
    total_tokens: promptTokens + completion,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: thoughts.length,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
