import type { StandardResponse } from "../../contract/orchestrate.ts";
import type { StrategyName } from "../../contract/strategies.ts";
import { roundMs } from "../clock.ts";
import type { Author } from "./answering.ts";
import { attemptView, costOf, usageView } from "./attemptRow.ts";
import type { FailedAnswer } from "./failedAnswer.ts";
import { statusOf } from "./failureTable.ts";
import type { ModelAnswer } from "./modelAnswer.ts";
import type { Failure } from "./modelError.ts";
import type { AttemptRow } from "./usage.ts";

/** One model's answer in the standard dress; `attempts` are the calls that it took. */
export function standardResponse(
  {
    model,
    failure,
    text,
    reason,
    usage,
    firstContentMs,
    latencyMs,
  }: Omit<ModelAnswer, "model"> & { readonly model: Author },
  attempts: readonly AttemptRow[],
  strategy: StrategyName,
): StandardResponse {
  return {
    ia_provider_name: model.provider,
    model: model.id,
    response_text: text,
    status: statusOf(failure),
    latency_ms: roundMs(latencyMs),
    ttft_ms: firstContentMs === null ? null : roundMs(firstContentMs),
    ...errorMembers(failure, model.keyVariable),
    usage: usage && usageView(usage),
    cost_usd: costOf(attempts),
    attempts: attempts.map(attemptView),
    metadata: { strategy, finish_reason: reason },
  };
}

/** A question that nobody answered; without a model when none could be called. */
export function failedResponse(
  failed: FailedAnswer,
  attempts: readonly AttemptRow[],
  strategy: StrategyName,
  latencyMs: number,
): StandardResponse {
  const resting: Failure = { class: "overloaded", code: "breaker_open", retryAfterMs: failed.retryAfterMs };
  const failure = failed.failure ?? resting;
  return {
    ia_provider_name: failed.model?.provider ?? "",
    model: failed.model?.id ?? "",
    response_text: failed.text,
    status: statusOf(failure),
    latency_ms: roundMs(latencyMs),
    ttft_ms: null,
    ...errorMembers(failure, failed.model?.keyVariable ?? null),
    usage: null,
    cost_usd: costOf(attempts),
    attempts: attempts.map(attemptView),
    metadata: { strategy, finish_reason: null },
  };
}

function errorMembers(failure: Failure | null, keyVariable: string | null) {
  if (!failure) return { error_message: null, error: null };
  const { class: category, code, retryAfterMs } = failure;
  const isKey = keyVariable !== null && (category === "auth" || category === "quota");
  return {
    error_message: isKey ? `${category}: check the key in ${keyVariable}` : category,
    error: { category, code, retry_after: retryAfterMs === null ? null : Math.ceil(retryAfterMs / 1000) },
  };
}
