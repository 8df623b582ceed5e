import type { FinishReason, ModelEvent, TokenUsage } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { countOf, isRecord, listOf, parseJson, recordOf, textOf, type JsonRecord } from "./json.ts";
import { responsesError } from "./openaiResponsesFailure.ts";
import type { Decoder } from "./wireFormat.ts";

const betweenThoughts = "\n\n";

/** Reads a whole response, or the events of one: all that counts in those is what they add, and how it ends. */
export function createOpenaiResponsesDecoder(): Decoder {
  const calls = createCalls();
  let began = false;
  let finished = false;

  const outputOf = (response: JsonRecord): ModelEvent[] =>
    listOf(response["output"]).flatMap((each, place) => {
      const item = recordOf(each);
      return item["type"] === "function_call" ? calls.open(place, item) : itemEvents(item);
    });

  const end = (response: JsonRecord, status: string): readonly ModelEvent[] => {
    if (status === "failed" || status === "cancelled") throw responsesError(response);
    if (finished || (status !== "completed" && status !== "incomplete")) return [];
    // A gateway that does not stream gives everything with the last event.
    const output = began ? [] : outputOf(response);
    finished = true;
    const why = textOf(recordOf(response["incomplete_details"])["reason"]);
    const reason = status === "completed" ? completion(calls.count()) : interruption(why);
    return [...output, { type: "finish", reason, usage: usageOf(response["usage"]) }];
  };

  const read = (event: JsonRecord, type: string): readonly ModelEvent[] => {
    switch (type) {
      case "response.output_text.delta":
        return said("text", event["delta"]);
      case "response.refusal.delta":
        return said("refusal", event["delta"]);
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        return said("reasoning", event["delta"]);
      case "response.reasoning_summary_part.added":
        return countOf(event["summary_index"]) > 0 ? said("reasoning", betweenThoughts) : [];
      case "response.output_item.added":
      case "response.output_item.done": {
        const item = recordOf(event["item"]);
        if (item["type"] !== "function_call") return [];
        return type.endsWith("added") ? calls.open(placeOf(event), item) : calls.close(placeOf(event), item);
      }
      case "response.function_call_arguments.delta":
        return calls.grow(placeOf(event), textOf(event["delta"]));
      case "response.completed":
      case "response.incomplete":
      case "response.failed": {
        const response = recordOf(event["response"]);
        return end(response, textOf(response["status"]) || type.slice("response.".length));
      }
      case "error":
        throw responsesError(event);
      default:
        if (isRecord(event["error"])) throw responsesError(event);
        return [];
    }
  };

  return {
    event(data, name) {
      // Some gateways close with the mark of the older format.
      if (data === "[DONE]") return [];
      const event = parseJson(data);
      if (!isRecord(event)) throw malformed();
      const events = read(event, textOf(event["type"]) || (name ?? ""));
      began ||= events.length > 0;
      return events;
    },
    whole(body) {
      if (!isRecord(body)) throw malformed();
      if (isRecord(body["error"])) throw responsesError(body);
      return end(body, textOf(body["status"]));
    },
    get finished() {
      return finished;
    },
    end: () => [],
  };
}

interface Call {
  readonly index: number;
  /** Characters of its arguments that were given out. */
  length: number;
}

/** Function calls under way, by their place in the output: the ids of items change from event to event at some hosts. */
function createCalls() {
  const callByPlace = new Map<number, Call>();
  let opened = 0;

  const open = (place: number, item: JsonRecord): ModelEvent[] => {
    const text = textOf(item["arguments"]);
    const index = opened++;
    callByPlace.set(place, { index, length: text.length });
    const id = textOf(item["call_id"]) || textOf(item["id"]) || `call_${index}`;
    return [{ type: "tool_call", index, id, name: textOf(item["name"]), arguments: text }];
  };
  const grow = (place: number, text: string): ModelEvent[] => {
    const call = callByPlace.get(place);
    if (call === undefined || text === "") return [];
    call.length += text.length;
    return [{ type: "tool_call", index: call.index, arguments: text }];
  };
  /** Gives what the pieces left out of the whole. */
  const close = (place: number, item: JsonRecord): ModelEvent[] => {
    const call = callByPlace.get(place);
    return call ? grow(place, textOf(item["arguments"]).slice(call.length)) : open(place, item);
  };
  return { open, grow, close, count: () => opened };
}

function placeOf(event: JsonRecord): number {
  return countOf(event["output_index"]);
}

function said(type: "text" | "refusal" | "reasoning", text: unknown): ModelEvent[] {
  return typeof text === "string" && text !== "" ? [{ type, text }] : [];
}

function itemEvents(item: JsonRecord): ModelEvent[] {
  const textsOf = (field: string) => listOf(item[field]).map((part) => textOf(recordOf(part)["text"]));
  switch (item["type"]) {
    case "message":
      return listOf(item["content"]).flatMap((part) => {
        const { text, refusal } = recordOf(part);
        return [...said("text", text), ...said("refusal", refusal)];
      });
    case "reasoning":
      return [
        ...said("reasoning", textsOf("summary").join(betweenThoughts)),
        ...said("reasoning", textsOf("content").join("")),
      ];
    default:
      return [];
  }
}

function completion(calls: number): FinishReason {
  return calls > 0 ? "tool_calls" : "stop";
}

/** Whatever else stopped it, the answer lacks its end. */
function interruption(why: string): FinishReason {
  return why === "content_filter" ? "content_filter" : "length";
}

function usageOf(value: unknown): TokenUsage {
  const usage = recordOf(value);
  const read = recordOf(usage["input_tokens_details"]);
  return {
    inputTokens: countOf(usage["input_tokens"]),
    cachedInputTokens: countOf(read["cached_tokens"]),
    cacheWriteTokens: countOf(read["cache_write_tokens"]),
    outputTokens: countOf(usage["output_tokens"]),
    reasoningTokens: countOf(recordOf(usage["output_tokens_details"])["reasoning_tokens"]),
    estimated: !isRecord(value),
  };
}

function malformed(): ModelError {
  return new ModelError({ class: "malformed", code: null, retryAfterMs: null });
}
