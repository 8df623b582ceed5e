import type { FinishReason, ModelEvent, TokenUsage } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { bodyError } from "./httpFailure.ts";
import { countOf, isRecord, listOf, parseJson, recordOf, textOf, type JsonRecord } from "./json.ts";
import type { Decoder } from "./wireFormat.ts";

/** A reason that is not among these names (`OTHER`, one of tomorrow) ends an answer like `STOP`. */
const finishByReason: Readonly<Record<string, FinishReason>> = {
  MAX_TOKENS: "length",
  SAFETY: "content_filter",
  RECITATION: "content_filter",
  LANGUAGE: "content_filter",
  BLOCKLIST: "content_filter",
  PROHIBITED_CONTENT: "content_filter",
  SPII: "content_filter",
  IMAGE_SAFETY: "content_filter",
  IMAGE_PROHIBITED_CONTENT: "content_filter",
  IMAGE_RECITATION: "content_filter",
};

/** The model wrote a tool call that nobody can run. */
const brokenCalls: readonly string[] = [
  "MALFORMED_FUNCTION_CALL",
  "UNEXPECTED_TOOL_CALL",
  "TOO_MANY_TOOL_CALLS",
  "MISSING_THOUGHT_SIGNATURE",
  "MALFORMED_RESPONSE",
];

/** Reads `GenerateContentResponse`s. The format has no mark of its end, so only `end` knows that nothing follows. */
export function createGeminiDecoder(): Decoder {
  let calls = 0;
  let reason = "";
  let usage: JsonRecord | null = null;
  let finished = false;

  const read = (response: unknown, events: ModelEvent[]) => {
    if (!isRecord(response)) throw malformed(null);
    if (isRecord(response["error"])) throw bodyError(response);
    const blocked = textOf(recordOf(response["promptFeedback"])["blockReason"]);
    if (blocked !== "") throw new ModelError({ class: "content_filter", code: blocked, retryAfterMs: null });
    // Chunks on the way may count nothing, and early ones otherwise than the last.
    const counted = response["usageMetadata"];
    if (isRecord(counted) && "promptTokenCount" in counted) usage = counted;
    for (const each of listOf(response["candidates"])) {
      const candidate = recordOf(each);
      if (countOf(candidate["index"]) > 0) continue;
      reason = textOf(candidate["finishReason"]) || reason;
      for (const part of listOf(recordOf(candidate["content"])["parts"]))
        readPart(recordOf(part), response, events);
    }
  };

  const readPart = (part: JsonRecord, response: JsonRecord, events: ModelEvent[]) => {
    const text = textOf(part["text"]);
    const call = part["functionCall"];
    if (text !== "") {
      events.push({ type: part["thought"] === true ? "reasoning" : "text", text });
    } else if (isRecord(call)) {
      const index = calls++;
      const name = textOf(call["name"]);
      // Arguments in pieces come only to those who ask for them.
      if (name === "" || call["willContinue"] === true) throw malformed("partial_function_call");
      const id = textOf(call["id"]) || madeId(textOf(response["responseId"]), index);
      events.push({ type: "tool_call", index, id, name, arguments: JSON.stringify(call["args"] ?? {}) });
    }
  };

  const end = (): readonly ModelEvent[] => {
    if (reason === "" || finished) return [];
    if (brokenCalls.includes(reason)) throw malformed(reason);
    finished = true;
    const finish = finishByReason[reason] ?? (calls > 0 ? "tool_calls" : "stop");
    return [{ type: "finish", reason: finish, usage: usageOf(usage) }];
  };

  const readAll = (body: unknown): ModelEvent[] => {
    const events: ModelEvent[] = [];
    for (const response of responsesOf(body)) read(response, events);
    return events;
  };

  return {
    event: (data) => readAll(parseJson(data)),
    whole: (body) => [...readAll(body), ...end()],
    get finished() {
      return finished;
    },
    end,
  };
}

/** Without `alt=sse` a stream is one array, and an error may come in an array of one with it. */
function responsesOf(body: unknown): readonly unknown[] {
  return Array.isArray(body) ? body : [body];
}

/** The same for every reading of one response, and another for every other response. */
function madeId(responseId: string, index: number): string {
  return responseId === "" ? `call_${index}` : `call_${responseId}_${index}`;
}

/** Thoughts, and the results of the vendor's own tools, are counted apart from answer and prompt. */
function usageOf(counted: JsonRecord | null): TokenUsage {
  const { promptTokenCount, toolUsePromptTokenCount, cachedContentTokenCount } = counted ?? {};
  const { candidatesTokenCount, thoughtsTokenCount } = counted ?? {};
  return {
    inputTokens: countOf(promptTokenCount) + countOf(toolUsePromptTokenCount),
    cachedInputTokens: countOf(cachedContentTokenCount),
    cacheWriteTokens: 0,
    outputTokens: countOf(candidatesTokenCount) + countOf(thoughtsTokenCount),
    reasoningTokens: countOf(thoughtsTokenCount),
    estimated: counted === null,
  };
}

function malformed(code: string | null): ModelError {
  return new ModelError({ class: "malformed", code, retryAfterMs: null });
}
