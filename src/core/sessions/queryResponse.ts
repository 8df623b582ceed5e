import { instant } from "../../contract/instant.ts";
import type { ContextInfo, QueryResponse } from "../../contract/query.ts";
import type { Synthesis } from "../../contract/synthesis.ts";
import type { UsageView } from "../../contract/usage.ts";
import type { ContextLimits, Settlement, Turn } from "./turn.ts";

/** What a query answers, and what is kept of it, made of how its turn ended. */
export function queryResponse(
  turn: Turn,
  { outcome, message }: Settlement,
  warnings: QueryResponse["warnings"],
  createdAt: number,
): QueryResponse {
  const { synthesis, individual_responses = [], timings, cost_usd, ...metadata } = message?.metadata ?? {};
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
    processing_time_ms: timings?.total_ms ?? 0,
    timings: {
      context_retrieval_time_ms: timings?.context_retrieval_time_ms ?? 0,
      ai_orchestration_time_ms: timings?.ai_orchestration_time_ms ?? 0,
      moderator_synthesis_time_ms: timings?.moderator_synthesis_time_ms ?? 0,
      total_processing_time_ms: timings?.total_ms ?? 0,
    },
    created_at: instant(createdAt),
    fallback_used,
    cost_usd: cost_usd ?? null,
    usage: { answers: sumOf(individual_responses.flatMap((each) => each.usage ?? [])), moderation: usage },
    warnings: [...warnings],
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
