import type {
  LanguageModelV2StreamPart,
  LanguageModelV3StreamPart,
  LanguageModelV4StreamPart,
} from "@ai-sdk/provider";
import type { FinishReason, ModelEvent, TokenUsage } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { aiSdkError } from "./aiSdkError.ts";
import { countOf } from "./json.ts";

export type AiSdkPart = LanguageModelV2StreamPart | LanguageModelV3StreamPart | LanguageModelV4StreamPart;
type FinishPart = Extract<AiSdkPart, { type: "finish" }>;

/** Reads the parts of one stream: what they say is pushed to `events`, what went wrong is returned. */
export type PartReader = (part: AiSdkPart, events: ModelEvent[]) => ModelError | null;

export function createPartReader(): PartReader {
  const indexById = new Map<string, number>();
  /** Calls whose arguments come in pieces. */
  const inPieces = new Set<string>();
  /** Calls that the vendor runs itself, and that nobody here may answer. */
  const itsOwn = new Set<string>();

  const begin = (id: string, name: string, text: string): ModelEvent => {
    const index = indexById.size;
    indexById.set(id, index);
    return { type: "tool_call", index, id, name, arguments: text };
  };

  return (part, events) => {
    switch (part.type) {
      case "text-delta":
        if (part.delta !== "") events.push({ type: "text", text: part.delta });
        return null;
      case "reasoning-delta":
        if (part.delta !== "") events.push({ type: "reasoning", text: part.delta });
        return null;
      case "tool-input-start":
        if (part.providerExecuted === true) itsOwn.add(part.id);
        // Pieces that are no JSON are waited out: the call itself is.
        else if (!("inputEncoding" in part && part.inputEncoding === "text")) {
          inPieces.add(part.id);
          events.push(begin(part.id, part.toolName, ""));
        }
        return null;
      case "tool-input-delta": {
        const index = inPieces.has(part.id) ? indexById.get(part.id) : undefined;
        if (index !== undefined && part.delta !== "")
          events.push({ type: "tool_call", index, arguments: part.delta });
        return null;
      }
      case "tool-call": {
        const { toolCallId: id, toolName, input } = part;
        if (part.providerExecuted !== true && !itsOwn.has(id) && !indexById.has(id))
          events.push(begin(id, toolName, input));
        return null;
      }
      case "finish": {
        const reason = reasonOf(part);
        if (reason instanceof ModelError) return reason;
        events.push({ type: "finish", reason, usage: usageOf(part.usage) });
        return null;
      }
      case "error":
        return aiSdkError(part.error);
      default:
        return null;
    }
  };
}

/** Providers end a stream that was cut with a `finish` too, whose reason the vendor never gave. */
function reasonOf({ finishReason }: FinishPart): FinishReason | ModelError {
  const { unified, raw } =
    typeof finishReason === "string" ? { unified: finishReason, raw: finishReason } : finishReason;
  switch (unified) {
    case "stop":
    case "length":
      return unified;
    case "tool-calls":
      return "tool_calls";
    case "content-filter":
      return "content_filter";
    case "error":
      return new ModelError({ class: "server_error", code: "finish_error", retryAfterMs: null });
    case "unknown":
    case "interrupted":
      return truncated();
    case "other":
      return raw === undefined ? truncated() : "stop";
  }
}

export function truncated(): ModelError {
  return new ModelError({ class: "truncated", code: null, retryAfterMs: null });
}

function usageOf(usage: FinishPart["usage"]): TokenUsage {
  const { inputTokens, outputTokens } = usage;
  if (typeof inputTokens === "object" && typeof outputTokens === "object") {
    return {
      inputTokens: countOf(inputTokens.total),
      cachedInputTokens: countOf(inputTokens.cacheRead),
      cacheWriteTokens: countOf(inputTokens.cacheWrite),
      outputTokens: countOf(outputTokens.total),
      reasoningTokens: countOf(outputTokens.reasoning),
      estimated: inputTokens.total === undefined || outputTokens.total === undefined,
    };
  }
  return {
    inputTokens: countOf(inputTokens),
    cachedInputTokens: countOf("cachedInputTokens" in usage ? usage.cachedInputTokens : 0),
    cacheWriteTokens: 0,
    outputTokens: countOf(outputTokens),
    reasoningTokens: countOf("reasoningTokens" in usage ? usage.reasoningTokens : 0),
    estimated: inputTokens === undefined || outputTokens === undefined,
  };
}
