import type { Locale } from "../contract/common.ts";
import type { MessageMetadata } from "../contract/conversations.ts";
import { errorTable, type ErrorCode } from "../contract/errors.ts";
import type { TerminalEvent, TurnEvent, TurnOutcome } from "../contract/events.ts";
import { message, type MessageKey } from "../contract/messages.ts";
import type { Source } from "../contract/retrieval.ts";
import { roundMs } from "./clock.ts";
import type { AnswerPart } from "./answering/answer.ts";
import type { GivenAnswer } from "./answering/answerTurn.ts";
import { attemptView, costOf, usageView } from "./answering/attemptRow.ts";
import type { AttemptRow } from "./answering/usage.ts";
import type { FailedAnswer } from "./answering/failedAnswer.ts";
import { statusOf } from "./answering/failureTable.ts";
import type { AttachedFiles } from "./documents/attach.ts";
import type { DocumentScope } from "./documents/scope.ts";
import type { FoundEvidence } from "./retrieval/gatherEvidence.ts";
import type { Settlement, Turn } from "./sessions/turn.ts";

/** The turn's first word. */
export function startEvent(turn: Turn): TurnEvent {
  return {
    event: "start",
    data: {
      turn_id: turn.id,
      conversation_id: turn.conversation.id,
      user_message_id: turn.userMessageId,
      strategy: turn.asked.strategy,
      models: turn.asked.models.map((model) => model.id),
    },
  };
}

/** What the files of the question turned out to be: one event for the received ones, one for each failed one. */
export function* fileEvents(files: AttachedFiles, locale: Locale): Generator<TurnEvent> {
  if (files.received.length > 0) {
    const names = files.received.map(({ name, pages }) =>
      pages === null ? name : message(locale, "file_received_pages", { name, pages }),
    );
    const documents = files.received.map(({ id, name, status }) => ({ doc_id: id, name, status }));
    const text = message(locale, "files_received", { names: names.join(", ") });
    yield { event: "system", data: { type: "file_ingestion", message: text, documents } };
  }
  for (const { name, error } of files.failed) {
    yield ingestionWarning(message(locale, "file_failed", { name }), error?.code ?? "internal");
  }
  if (files.unknown > 0) {
    const reason = message(locale, "file_unknown");
    yield ingestionWarning(message(locale, "files_failed", { reason }), "not_found");
  }
}

/** Documents that the answer goes without. */
export function* scopeEvents(scope: DocumentScope, locale: Locale): Generator<TurnEvent> {
  if (scope.processing > 0) {
    const text = message(locale, "documents_processing", { n: scope.processing });
    yield { event: "info", data: { message: text, code: "documents_processing" } };
  }
  for (const name of scope.gone) {
    yield {
      event: "info",
      data: { message: message(locale, "document_gone", { name }), code: "document_gone" },
    };
  }
}

export function* sourceEvents(sources: readonly Source[]): Generator<TurnEvent> {
  if (sources.length > 0) yield { event: "sources", data: { sources: [...sources] } };
}

/** What is heard of the answer; null for what a turn keeps to itself. */
export function partEvent(part: AnswerPart, locale: Locale): TurnEvent | null {
  switch (part.type) {
    case "text":
      return { event: "chunk", data: { content: part.text } };
    case "switched": {
      const text = message(locale, "provider_switched", { from: part.from.id, to: part.to.id });
      return { event: "info", data: { message: text, code: "provider_switched" } };
    }
    case "cached":
      return { event: "info", data: { message: message(locale, "cached"), code: "cached" } };
    case "extracting": {
      const text = message(locale, "extracting");
      return { event: "warning", data: { message: text, step: "answering", code: "model_unavailable" } };
    }
    case "answer": {
      const { model, failure, text, latencyMs } = part.answer;
      const status = statusOf(failure);
      return {
        event: "answer",
        data: { provider: model.provider, model: model.id, status, text, latency_ms: roundMs(latencyMs) },
      };
    }
    // Thoughts are not part of the answer, and a turn offers no tools.
    case "reasoning":
    case "tool_call":
      return null;
  }
}

export function* readyEvents(
  arrived: readonly { readonly id: string; readonly name: string }[],
): Generator<TurnEvent> {
  for (const { id, name } of arrived) yield { event: "document_ready", data: { doc_id: id, doc_name: name } };
}

/** An answer that its model did not end by itself. */
export function* cutEvents({ answer }: GivenAnswer, locale: Locale): Generator<TurnEvent> {
  if (answer.kind === "failed") return;
  const { reason } = answer;
  if (reason === "length" || reason === "content_filter")
    yield { event: "info", data: { message: message(locale, `cut_${reason}`), code: `cut_${reason}` } };
}

/** Monotonic milliseconds of a turn's stations. */
export interface TurnTimes {
  readonly started: number;
  readonly asked: number;
  readonly firstContent: number | null;
  readonly ended: number;
}

/** What is kept of an answered or failed turn, and what is said last. */
export function endingOf(
  turn: Turn,
  given: GivenAnswer,
  found: FoundEvidence,
  times: TurnTimes,
): { settlement: Settlement; lastWord: TerminalEvent } {
  const { answer, strategy, attempts, prompt } = given;
  const total = roundMs(times.ended - times.started);
  const metadata: MessageMetadata = {
    ...keptSources(found.sources),
    ...keptAttempts(turn, attempts),
    strategy,
    retrieval: { ...found.metadata, llm_ms: roundMs(times.ended - times.asked), total_ms: total },
    timings: {
      ...(times.firstContent !== null && { first_content_ms: roundMs(times.firstContent - times.started) }),
      total_ms: total,
    },
  };
  if (answer.kind === "failed") {
    const text = failureText(turn.locale, answer);
    return failedEnding(turn, answer.code, answer.text, metadata, {
      text,
      retryAfterMs: answer.retryAfterMs,
    });
  }
  const answered: MessageMetadata = {
    ...metadata,
    documents_used: namesOf(found.sources.filter((source) => answer.cited.includes(source.n))),
    model: answer.model.id,
    provider: answer.model.provider,
    finish_reason: answer.reason,
    ...(answer.cached && { cached: true }),
    ...(prompt && { prompt_version: prompt.version, prompt_hash: prompt.hash }),
    usage: usageView(answer.usage),
  };
  return {
    settlement: { outcome: "completed", message: { content: answer.text, metadata: answered } },
    lastWord: doneEvent(turn, "completed", answered),
  };
}

/** A key that is refused or used up is for the operator to mend: the sentence says where it came from. */
function failureText(locale: Locale, { code, failure, model }: FailedAnswer): string {
  const variable = model?.keyVariable;
  if (variable && (failure?.class === "auth" || failure?.class === "quota"))
    return message(locale, `model_${failure.class}`, { model: model.id, variable });
  return message(locale, textByError[code] ?? "internal");
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

function ingestionWarning(text: string, code: string): TurnEvent {
  return { event: "warning", data: { message: text, step: "ingestion", code } };
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
