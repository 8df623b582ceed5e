import type { AttemptView, TerminalEvent, TurnEvent } from "../../contract/events.ts";
import { instant } from "../../contract/instant.ts";
import type { StandardResponse } from "../../contract/orchestrate.ts";
import type { ContextInfo, QueryResponse } from "../../contract/query.ts";
import type { Synthesis } from "../../contract/synthesis.ts";
import type { UsageView } from "../../contract/usage.ts";
import { roundMs } from "../clock.ts";
import type { ContextLimits, Settlement, Turn } from "./turn.ts";

export type AnswerEvent = Extract<TurnEvent, { readonly event: "answer" }>["data"];

/** What went out of a query's turn besides its settlement. */
export interface ToldQuery {
  readonly warnings: QueryResponse["warnings"];
  readonly heard: readonly AnswerEvent[];
  readonly lastWord: TerminalEvent;
  readonly totalMs: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** What a query answers, and what is kept of it, made of how its turn ended. */
export function queryResponse(
  turn: Turn,
  { outcome, message }: Settlement,
  { warnings, heard, lastWord, totalMs, createdAt }: ToldQuery,
): QueryResponse {
  const { attempts = [], ...kept } = message?.metadata ?? {};
  const known = lastWord.event === "done" ? (lastWord.data.metadata.attempts ?? attempts) : attempts;
  const {
    synthesis,
    // One that was stopped on its way keeps the answers that had come.
    individual_responses = heard.map((answer) => heardResponse(answer, turn, known)),
    timings = { total_ms: roundMs(totalMs) },
    cost_usd = lastWord.event === "done" ? lastWord.data.cost_usd : undefined,
    ...metadata
  } = kept;
  // A stopped query keeps what was said; a failed one's message is an error's.
  const text = outcome === "completed" || outcome === "cancelled" ? (message?.content ?? "") : "";
  const { key_themes, contradictions, consensus_areas, recommendations, ...analysis } = synthesis ?? nothing;
  const { suggested_questions, research_areas, claims, moderator_quality, fallback_used, usage } = analysis;
  return {
    interaction_event_id: turn.id,
    synthesis_text: text,
    moderator_quality,
    key_themes,
    contradictions,
    consensus_areas,
    recommendations,
    suggested_questions,
    research_areas,
    claims,
    individual_responses,
    context_info: turn.context && contextInfo(turn.context, metadata),
    processing_time_ms: timings.total_ms,
    timings: {
      context_retrieval_time_ms: timings.context_retrieval_time_ms ?? 0,
      ai_orchestration_time_ms: timings.ai_orchestration_time_ms ?? 0,
      moderator_synthesis_time_ms: timings.moderator_synthesis_time_ms ?? 0,
      total_processing_time_ms: timings.total_ms,
    },
    created_at: instant(createdAt),
    fallback_used,
    cost_usd: cost_usd ?? null,
    usage: { answers: sumOf(individual_responses.flatMap((each) => each.usage ?? [])), moderation: usage },
    warnings: [...warnings],
  };
}

/** As far as its event tells. */
function heardResponse(
  { provider, model, status, text, latency_ms }: AnswerEvent,
  { asked: { strategy } }: Turn,
  attempts: readonly AttemptView[],
): StandardResponse {
  return {
    ia_provider_name: provider,
    model,
    response_text: text,
    status,
    latency_ms,
    ttft_ms: null,
    error_message: status === "success" ? null : status,
    error: null,
    usage: null,
    cost_usd: null,
    attempts: attempts.filter((attempt) => attempt.model === model && attempt.phase === "answer"),
    metadata: { strategy, finish_reason: null },
  };
}

/** No answer, so nothing to say of it. */
const nothing: Omit<Synthesis, "method" | "moderator" | "attribution_coverage"> = {
  moderator_quality: "failed",
  fallback_used: true,
  key_themes: [],
  contradictions: [],
  consensus_areas: [],
  recommendations: [],
  suggested_questions: [],
  research_areas: [],
  claims: [],
  source_references: [],
  connections: [],
  usage: null,
};

function contextInfo(
  { topK, similarityThreshold, tokens }: ContextLimits,
  { retrieval = {}, sources = [] }: NonNullable<Settlement["message"]>["metadata"],
): ContextInfo {
  return {
    chunks_found: retrieval.chunks_found ?? 0,
    chunks_used: retrieval.chunks_used ?? 0,
    context_tokens: Math.ceil((retrieval.context_chars ?? 0) / 4),
    token_limit: tokens,
    was_truncated: retrieval.was_truncated ?? false,
    top_k: topK,
    similarity_threshold: similarityThreshold,
    sources,
  };
}

function sumOf(usages: readonly UsageView[]): UsageView {
  const sum = { input_tokens: 0, output_tokens: 0, estimated: false };
  for (const { input_tokens, output_tokens, estimated } of usages) {
    sum.input_tokens += input_tokens;
    sum.output_tokens += output_tokens;
    sum.estimated ||= estimated;
  }
  return sum;
}
