import type { FinishReason, ModelEvent, TokenUsage } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { bodyError } from "./httpFailure.ts";
import { countOf, isRecord, listOf, parseJson, recordOf, textOf, type JsonRecord } from "./json.ts";
import type { Decoder } from "./wireFormat.ts";

/** Any other reason (`COMPLETE`, `STOP_SEQUENCE`, one of tomorrow) ends an answer that is whole. */
const finishByReason: Readonly<Record<string, FinishReason>> = {
  MAX_TOKENS: "length",
  ERROR_LIMIT: "length",
  TOOL_CALL: "tool_calls",
  ERROR_TOXIC: "content_filter",
};

/** Reasons that tell of a fault at the vendor, inside a success. */
const faults: readonly string[] = ["ERROR", "TIMEOUT"];

const none: readonly ModelEvent[] = Object.freeze([]);

/** The plan that goes with tool calls is a thought. Citations are passed over. */
export function createCohereDecoder(): Decoder {
  /** Calls under way, and whether any of their arguments came. */
  const hasPiecesByCall = new Map<number, boolean>();
  let finished = false;

  const readCall = (index: number, call: JsonRecord, isFirst: boolean): readonly ModelEvent[] => {
    const { name, arguments: piece } = recordOf(call["function"]);
    const text = textOf(piece);
    hasPiecesByCall.set(index, text !== "" || hasPiecesByCall.get(index) === true);
    if (isFirst)
      return [{ type: "tool_call", index, id: textOf(call["id"]), name: textOf(name), arguments: text }];
    return text === "" ? none : [{ type: "tool_call", index, arguments: text }];
  };

  const stopCall = (index: number): readonly ModelEvent[] => {
    const hasPieces = hasPiecesByCall.get(index) ?? true;
    hasPiecesByCall.delete(index);
    return hasPieces ? none : [{ type: "tool_call", index, arguments: "{}" }];
  };

  const finish = ({ finish_reason, error }: JsonRecord, usage: unknown): readonly ModelEvent[] => {
    if (textOf(error) !== "") throw bodyError({ message: error });
    const reason = textOf(finish_reason);
    if (faults.includes(reason))
      throw new ModelError({ class: "server_error", code: reason, retryAfterMs: null });
    finished = true;
    const rest = [...hasPiecesByCall.keys()].flatMap(stopCall);
    return [...rest, { type: "finish", reason: finishByReason[reason] ?? "stop", usage: usageOf(usage) }];
  };

  return {
    event(data) {
      if (finished || data === "[DONE]") return none;
      const event = recordOf(parseJson(data));
      const index = countOf(event["index"]);
      const delta = recordOf(event["delta"]);
      const message = recordOf(delta["message"]);
      switch (event["type"]) {
        case "content-delta":
        case "content-start":
          return said(recordOf(message["content"]));
        case "tool-plan-delta":
          return planned(message);
        case "tool-call-start":
          return readCall(index, callOf(message), true);
        case "tool-call-delta":
          return readCall(index, callOf(message), false);
        case "tool-call-end":
          return stopCall(index);
        case "message-end":
          return finish(delta, delta["usage"]);
        default:
          if (textOf(event["type"]) === "" || event["type"] === "error") throw errorOf(event);
          return none;
      }
    },
    whole(body) {
      const answer = recordOf(body);
      const { message } = answer;
      if (!isRecord(message)) throw errorOf(answer);
      const events = [
        ...planned(message),
        ...listOf(message["content"]).flatMap((part) => said(recordOf(part))),
        ...listOf(message["tool_calls"]).flatMap((call, index) => readCall(index, recordOf(call), true)),
      ];
      return [...events, ...finish(answer, answer["usage"])];
    },
    get finished() {
      return finished;
    },
    // Whole only with its `message-end`.
    end: () => none,
  };
}

function said({ text, thinking }: JsonRecord): readonly ModelEvent[] {
  const thought = textOf(thinking);
  if (thought !== "") return [{ type: "reasoning", text: thought }];
  const words = textOf(text);
  return words === "" ? none : [{ type: "text", text: words }];
}

function planned({ tool_plan }: JsonRecord): readonly ModelEvent[] {
  const text = textOf(tool_plan);
  return text === "" ? none : [{ type: "reasoning", text }];
}

/** A stream names one call at a time, without a list around it. */
function callOf({ tool_calls }: JsonRecord): JsonRecord {
  return recordOf(listOf(tool_calls)[0] ?? tool_calls);
}

/** Errors of this vendor are a bare message; anything else is no answer of this format. */
function errorOf(body: JsonRecord): ModelError {
  return textOf(body["message"]) !== "" || isRecord(body["error"])
    ? bodyError(body)
    : new ModelError({ class: "malformed", code: "no_message", retryAfterMs: null });
}

function billedOf({ input_tokens, output_tokens }: Readonly<Record<string, unknown>>) {
  return { inputTokens: countOf(input_tokens), outputTokens: countOf(output_tokens) };
}

/** Billed units are what the vendor charges and leave its own preamble out; tokens are all that the model read. */
function usageOf(told: unknown): TokenUsage {
  const { tokens, billed_units, cached_tokens } = recordOf(told);
  const { input_tokens, output_tokens, reasoning_tokens } = recordOf(tokens ?? billed_units);
  return {
    inputTokens: countOf(input_tokens),
    cachedInputTokens: Math.min(countOf(cached_tokens), countOf(input_tokens)),
    cacheWriteTokens: 0,
    outputTokens: countOf(output_tokens),
    reasoningTokens: countOf(reasoning_tokens),
    ...(isRecord(tokens) && isRecord(billed_units) && { billed: billedOf(billed_units) }),
    estimated: !isRecord(tokens ?? billed_units),
  };
}
