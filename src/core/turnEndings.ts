import type { Locale } from "../contract/common.ts";
import type { MessageMetadata } from "../contract/conversations.ts";
import { errorTable, type ErrorCode } from "../contract/errors.ts";
import type { TerminalEvent, TurnOutcome } from "../contract/events.ts";
import { message, type MessageKey } from "../contract/messages.ts";
import type { StandardResponse } from "../contract/orchestrate.ts";
import type { Source } from "../contract/retrieval.ts";
import type { StrategyName } from "../contract/strategies.ts";
import { roundMs, type ClockDep } from "./clock.ts";
import type { GivenAnswer } from "./answering/answerTurn.ts";
import { attemptView, costOf, usageView } from "./answering/attemptRow.ts";
import type { ModelAnswer } from "./answering/modelAnswer.ts";
import { standardResponse } from "./answering/standardResponse.ts";
import type { AttemptRow } from "./answering/usage.ts";
import type { TurnCounts, TurnTimes } from "./measuring/turnMeasure.ts";
import { confidenceOf, type TermsDep } from "./feedback/confidence.ts";
import type { FailedAnswer } from "./answering/failedAnswer.ts";
import type { FoundEvidence } from "./retrieval/gatherEvidence.ts";
import type { Settlement, Turn } from "./sessions/turn.ts";

/** What is kept of an answered or failed turn, and what is said last. */
export function endingOf(
  deps: TermsDep & ClockDep,
  turn: Turn,
  given: GivenAnswer,
  found: FoundEvidence,
  times: TurnTimes,
): { settlement: Settlement; lastWord: TerminalEvent } {
  const { answer, strategy, attempts, prompt } = given;
  const total = roundMs(times.totalMs);
  const metadata: MessageMetadata = {
    ...keptSources(found.sources),
    ...keptAttempts(turn, attempts),
    strategy,
    retrieval: {
      ...found.metadata,
      llm_ms: roundMs(times.answeringMs + times.moderationMs),
      total_ms: total,
    },
    timings: {
      ...(times.firstContentMs !== null && { first_content_ms: roundMs(times.firstContentMs) }),
      total_ms: total,
      ...((answer.voices || turn.moderated === "all") && {
        context_retrieval_time_ms: roundMs(times.retrievalMs),
        ai_orchestration_time_ms: roundMs(times.answeringMs),
        moderator_synthesis_time_ms: roundMs(times.moderationMs),
      }),
    },
    ...(answer.voices && { individual_responses: responsesOf(answer.voices, strategy, attempts) }),
  };
  if (answer.kind === "failed") {
    const text = failureText(turn.locale, answer);
    return failedEnding(turn, answer.code, answer.text, metadata, {
      text,
      retryAfterMs: answer.retryAfterMs,
    });
  }
  const outcome = "completed";
  const cited: MessageMetadata = {
    ...metadata,
    documents_used: namesOf(found.sources.filter((source) => answer.cited.includes(source.n))),
    model: answer.model.id,
    provider: answer.model.provider,
    finish_reason: answer.reason,
    ...(answer.cached && { cached: true }),
    ...(prompt && { prompt_version: prompt.version, prompt_hash: prompt.hash }),
    usage: usageView(answer.usage),
    ...(answer.synthesis && { synthesis: answer.synthesis }),
  };
  const confidence = confidenceOf(deps, {
    question: turn.question,
    text: answer.text,
    at: deps.clock.now(),
    outcome,
    metadata: cited,
  });
  const answered: MessageMetadata = { ...cited, retrieval: { ...cited.retrieval, confidence } };
  return {
    settlement: { outcome: "completed", message: { content: answer.text, metadata: answered } },
    lastWord: doneEvent(turn, "completed", answered),
  };
}

function responsesOf(
  voices: readonly ModelAnswer[],
  strategy: StrategyName,
  attempts: readonly AttemptRow[],
): StandardResponse[] {
  return voices.map((voice) => {
    const own = attempts.filter(({ modelId, phase }) => modelId === voice.model.id && phase === "answer");
    return standardResponse(voice, own, strategy);
  });
}

/** A key that is refused or used up is for the operator to mend: the sentence says where it came from. */
function failureText(locale: Locale, { code, failure, model }: FailedAnswer): string {
  const variable = model?.keyVariable;
  if (variable && (failure?.class === "auth" || failure?.class === "quota"))
    return message(locale, `model_${failure.class}`, { model: model.id, variable });
  return message(locale, textByError[code] ?? "internal");
}

/** What is counted of a turn that came to its own end. */
export function countsOf({ answer, attempts }: GivenAnswer, { metadata }: FoundEvidence): TurnCounts {
  const isAnswered = answer.kind === "answered";
  const author = isAnswered ? answer.model.id : null;
  const failed = attempts.filter(
    ({ outcome, phase, modelId }) => outcome === "failed" && phase === "answer" && modelId !== author,
  );
  const { voices } = answer;
  return {
    contextChunks: metadata.chunks_found ?? 0,
    answers: voices ? voices.filter(({ failure }) => !failure).length : Number(isAnswered),
    failures: voices
      ? voices.filter(({ failure }) => failure).length
      : new Set(failed.map(({ modelId }) => modelId)).size,
    quality: isAnswered ? (answer.synthesis?.moderator_quality ?? null) : null,
    fallbackUsed: isAnswered && (answer.synthesis?.fallback_used ?? false),
  };
}

/** A turn that no model answered, or that broke: the error is kept as the assistant's message behind what was sent. */
export function failedEnding(
  turn: Turn,
  code: ErrorCode,
  sent: string,
  metadata: MessageMetadata,
  {
    outcome = "failed",
    text = message(turn.locale, textByError[code] ?? "internal"),
    retryAfterMs = null,
  }: { readonly outcome?: TurnOutcome; readonly text?: string; readonly retryAfterMs?: number | null } = {},
): { settlement: Settlement; lastWord: TerminalEvent } {
  const partial = sent !== "";
  return {
    settlement: {
      outcome,
      message: { content: partial ? sent : text, metadata: { ...metadata, error: true, outcome } },
    },
    lastWord: {
      event: "error",
      data: {
        error: code,
        message: text,
        retryable: errorTable[code].retryable,
        partial,
        ...(retryAfterMs !== null && { retry_after_ms: Math.ceil(retryAfterMs) }),
      },
    },
  };
}

/** A turn that somebody stopped: what was sent is kept. */
export function cancelledEnding(
  turn: Turn,
  sent: string,
  kept: MessageMetadata,
): { settlement: Settlement; lastWord: TerminalEvent } {
  const metadata: MessageMetadata = { ...kept, outcome: "cancelled" };
  return {
    settlement: { outcome: "cancelled", message: sent === "" ? null : { content: sent, metadata } },
    lastWord: doneEvent(turn, "cancelled", metadata),
  };
}

/** Stored sources are the streamed ones, however the turn ended. */
export function keptSources(sources: readonly Source[]): MessageMetadata {
  return { document_context: sources.length > 0, sources: [...sources] };
}

/** How the answer was come by, however the turn ended. */
export function keptAttempts({ asked }: Turn, attempts: readonly AttemptRow[]): MessageMetadata {
  const cost = costOf(attempts);
  return {
    strategy: asked.strategy,
    attempts: attempts.map(attemptView),
    ...(cost !== null && { cost_usd: cost }),
  };
}

function doneEvent(turn: Turn, outcome: TurnOutcome, metadata: MessageMetadata): TerminalEvent {
  const { usage, cost_usd, timings, documents_used, retrieval } = metadata;
  const { strategy, model, provider, finish_reason, cached, prompt_version, prompt_hash, attempts } =
    metadata;
  const by = { strategy, model, provider, finish_reason, cached, prompt_version, prompt_hash, attempts };
  return {
    event: "done",
    data: {
      message_id: turn.assistantMessageId,
      usage,
      cost_usd,
      timings,
      documents_used: documents_used ?? [],
      metadata: { ...retrieval, outcome, ...by },
    },
  };
}

function namesOf(sources: readonly Source[]): string[] {
  return [...new Set(sources.map((source) => source.doc_name))];
}

const textByError: Partial<Record<ErrorCode, MessageKey>> = {
  model_unavailable: "model_unavailable",
  timeout: "timeout",
  payload_too_large: "too_long",
  interrupted: "interrupted",
};
