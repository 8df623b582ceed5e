import type { TokenUsage } from "../../core/answering/model.ts";
import { countOf, isRecord, type JsonRecord, recordOf } from "./json.ts";

/** What a model that does not tell its usage has used: nothing known. */
export const untoldUsage: TokenUsage = Object.freeze({
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  estimated: true,
});

/** The usage in a chunk or a whole answer, wherever the vendor put it; null when there is none. */
export function usageIn(body: JsonRecord): TokenUsage | null {
  const usage = isRecord(body["usage"]) ? body["usage"] : recordOf(body["x_groq"])["usage"];
  return isRecord(usage) ? usageOf(usage) : null;
}

function usageOf(usage: JsonRecord): TokenUsage {
  const read = recordOf(usage["prompt_tokens_details"]);
  const written = recordOf(usage["completion_tokens_details"]);
  const inputTokens = countOf(usage["prompt_tokens"]);
  const completion = countOf(usage["completion_tokens"]);
  const cached =
    countOf(read["cached_tokens"]) ||
    countOf(usage["prompt_cache_hit_tokens"]) ||
    countOf(usage["cached_tokens"]) ||
    countOf(usage["num_cached_tokens"]);
  // Some leave the thoughts out of the completion, and only the total tells.
  const outputTokens = Math.max(completion, countOf(usage["total_tokens"]) - inputTokens);
  return {
    inputTokens,
    // Some count tokens of their own preamble as cached that they do not count as read.
    cachedInputTokens: Math.min(cached, inputTokens),
    cacheWriteTokens: Math.min(countOf(read["cache_write_tokens"]), inputTokens),
    outputTokens,
    reasoningTokens: Math.min(countOf(written["reasoning_tokens"]), outputTokens),
    estimated: false,
  };
}
