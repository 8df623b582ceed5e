import type { FinishReason, ModelEvent, TokenUsage } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { httpFailure } from "./httpFailure.ts";
import { countOf, isRecord, listOf, parseJson, recordOf, textOf, type JsonRecord } from "./json.ts";
import type { Decoder } from "./wireFormat.ts";

/** Any other reason (`end_turn`, `stop_sequence`, one of tomorrow) ends an answer that is whole. */
const finishByReason: Readonly<Record<string, FinishReason>> = {
  max_tokens: "length",
  model_context_window_exceeded: "length",
  // The vendor broke off and wants the same sent again: the answer is not whole.
  pause_turn: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

/** The HTTP status that goes with a type of error where no answer has begun. Source: platform.claude.com/docs/en/api/errors. */
const statusByError: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  overloaded_error: 529,
};

interface OpenCall {
  readonly index: number;
  /** What the call began with; it holds when no piece follows. */
  readonly input: unknown;
  hasPieces: boolean;
}

const none: readonly ModelEvent[] = Object.freeze([]);

/** Blocks of the vendor's own tools, citations, signatures and redacted thoughts are passed over. */
export function createAnthropicDecoder(): Decoder {
  const callByBlock = new Map<unknown, OpenCall>();
  let calls = 0;
  let hasBlocks = false;
  let reason = "";
  let refusal = "";
  let usage: JsonRecord | null = null;
  let finished = false;

  const readUsage = (told: unknown) => {
    if (!isRecord(told)) return;
    // Counters are of the whole message so far, and those left out or null still hold.
    const present = Object.entries(told).filter(([, value]) => value !== null);
    usage = { ...usage, ...Object.fromEntries(present) };
  };

  const readStop = ({ stop_reason, stop_details }: JsonRecord) => {
    reason = textOf(stop_reason) || reason;
    refusal = textOf(recordOf(stop_details)["explanation"]) || refusal;
  };

  const startBlock = (at: unknown, block: JsonRecord): readonly ModelEvent[] => {
    hasBlocks = true;
    const { type, text, thinking, id, name, input } = block;
    if (type === "text") return said("text", text);
    if (type === "thinking") return said("reasoning", thinking);
    if (type !== "tool_use") return none;
    const index = calls++;
    callByBlock.set(at, { index, input, hasPieces: false });
    return [{ type: "tool_call", index, id: textOf(id), name: textOf(name), arguments: "" }];
  };

  const readDelta = (at: unknown, delta: JsonRecord): readonly ModelEvent[] => {
    switch (delta["type"]) {
      case "text_delta":
        return said("text", delta["text"]);
      case "thinking_delta":
        return said("reasoning", delta["thinking"]);
      case "input_json_delta": {
        const call = callByBlock.get(at);
        const piece = textOf(delta["partial_json"]);
        if (call === undefined || piece === "") return none;
        call.hasPieces = true;
        return [{ type: "tool_call", index: call.index, arguments: piece }];
      }
      default:
        return none;
    }
  };

  const stopBlock = (at: unknown): readonly ModelEvent[] => {
    const call = callByBlock.get(at);
    if (call === undefined) return none;
    callByBlock.delete(at);
    if (call.hasPieces) return none;
    return [{ type: "tool_call", index: call.index, arguments: JSON.stringify(call.input ?? {}) }];
  };

  const startMessage = (message: JsonRecord): readonly ModelEvent[] => {
    // What the first message said cannot be taken back; before it said anything, the second is the same again.
    if (hasBlocks) throw malformed("second_message");
    readStop(message);
    readUsage(message["usage"]);
    return wholeBlocks(message["content"]);
  };

  const wholeBlocks = (content: unknown): readonly ModelEvent[] =>
    listOf(content).flatMap((block) => [...startBlock(block, recordOf(block)), ...stopBlock(block)]);

  const finish = (): readonly ModelEvent[] => {
    finished = true;
    const rest = [...callByBlock.keys()].flatMap(stopBlock);
    const last: ModelEvent = {
      type: "finish",
      reason: finishByReason[reason] ?? "stop",
      usage: usageOf(usage),
    };
    return reason === "refusal" ? [...rest, ...said("refusal", refusal), last] : [...rest, last];
  };

  return {
    event(data) {
      // Some servers that speak this format end a stream in another's way.
      if (finished || data === "[DONE]") return none;
      const event = recordOf(parseJson(data));
      switch (event["type"]) {
        case "content_block_delta":
          return readDelta(event["index"], recordOf(event["delta"]));
        case "content_block_start":
          return startBlock(event["index"], recordOf(event["content_block"]));
        case "content_block_stop":
          return stopBlock(event["index"]);
        case "message_start":
          return startMessage(recordOf(event["message"]));
        case "message_delta":
          readStop(recordOf(event["delta"]));
          readUsage(event["usage"]);
          return none;
        case "message_stop":
          return finish();
        default:
          if (event["type"] === "error" || isRecord(event["error"])) throw errorOf(event);
          if (textOf(event["type"]) === "") throw malformed("no_event");
          return none;
      }
    },
    whole(body) {
      const message = recordOf(body);
      if (message["type"] === "error" || isRecord(message["error"])) throw errorOf(message);
      if (!Array.isArray(message["content"])) throw malformed("no_message");
      readStop(message);
      readUsage(message["usage"]);
      return [...wholeBlocks(message["content"]), ...finish()];
    },
    get finished() {
      return finished;
    },
    // Whole only with its `message_stop`.
    end: () => none,
  };
}

function said(type: "text" | "reasoning" | "refusal", words: unknown): readonly ModelEvent[] {
  const text = textOf(words);
  return text === "" ? none : [{ type, text }];
}

/** The vendor counts what came from a cache and what went into one apart from the rest of the prompt. */
function usageOf(told: JsonRecord | null): TokenUsage {
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } = told ?? {};
  const { output_tokens, output_tokens_details } = told ?? {};
  const cachedInputTokens = countOf(cache_read_input_tokens);
  const cacheWriteTokens = countOf(cache_creation_input_tokens);
  return {
    inputTokens: countOf(input_tokens) + cachedInputTokens + cacheWriteTokens,
    cachedInputTokens,
    cacheWriteTokens,
    outputTokens: countOf(output_tokens),
    reasoningTokens: countOf(recordOf(output_tokens_details)["thinking_tokens"]),
    estimated: told === null,
  };
}

/** An error inside a success means what it would have meant instead of one. */
function errorOf(told: JsonRecord): ModelError {
  const type = textOf(recordOf(told["error"])["type"]);
  const { class: failed, retryAfterMs } = httpFailure(
    { status: statusByError[type] ?? 500, headers: {}, body: JSON.stringify(told) },
    0,
  );
  return new ModelError({ class: failed, code: /^\w{1,64}$/u.test(type) ? type : null, retryAfterMs });
}

function malformed(code: string): ModelError {
  return new ModelError({ class: "malformed", code, retryAfterMs: null });
}
