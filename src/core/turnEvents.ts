import type { Locale } from "../contract/common.ts";
import type { MessageMetadata } from "../contract/conversations.ts";
import { errorTable, type ErrorCode } from "../contract/errors.ts";
import type { TerminalEvent, TurnEvent, TurnOutcome } from "../contract/events.ts";
import { message, type MessageKey } from "../contract/messages.ts";
import type { Source } from "../contract/retrieval.ts";
import { roundMs } from "./clock.ts";
import type { Answer } from "./answering/answer.ts";
import type { Model } from "./answering/model.ts";
import type { AttachedFiles } from "./documents/attach.ts";
import type { DocumentScope } from "./documents/scope.ts";
import type { FoundEvidence } from "./retrieval/gatherEvidence.ts";
import type { Settlement, Turn } from "./sessions/turn.ts";

/** The turn's first word. */
export function startEvent(turn: Turn, strategy: string, models: readonly Model[]): TurnEvent {
  return {
    event: "start",
    data: {
      turn_id: turn.id,
      conversation_id: turn.conversation.id,
      user_message_id: turn.userMessageId,
      strategy,
      models: models.map((model) => model.id),
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

export function chunkEvent(content: string): TurnEvent {
  return { event: "chunk", data: { content } };
}

export function* readyEvents(
  arrived: readonly { readonly id: string; readonly name: string }[],
): Generator<TurnEvent> {
  for (const { id, name } of arrived) yield { event: "document_ready", data: { doc_id: id, doc_name: name } };
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
  strategy: string,
  given: Answer,
  found: FoundEvidence,
  times: TurnTimes,
): { settlement: Settlement; lastWord: TerminalEvent } {
  const total = roundMs(times.ended - times.started);
  const metadata: MessageMetadata = {
    ...keptSources(found.sources),
    strategy,
    retrieval: { ...found.metadata, llm_ms: roundMs(times.ended - times.asked), total_ms: total },
    timings: {
      ...(times.firstContent !== null && { first_content_ms: roundMs(times.firstContent - times.started) }),
      total_ms: total,
    },
  };
  if (given.kind === "failed") return failedEnding(turn, given.code, given.text, metadata);
  const { inputTokens, outputTokens } = given.usage;
  const answered: MessageMetadata = {
    ...metadata,
    documents_used: namesOf(found.sources.filter((source) => given.cited.includes(source.n))),
    model: given.model,
    provider: given.provider,
    usage: { input_tokens: inputTokens, output_tokens: outputTokens, estimated: given.usage.estimated },
  };
  return {
    settlement: { outcome: "completed", message: { content: given.text, metadata: answered } },
    lastWord: doneEvent(turn, "completed", answered),
  };
}

/** A turn that no model answered, or that broke: the error is kept as the assistant's message behind what was sent. */
export function failedEnding(
  turn: Turn,
  code: ErrorCode,
  sent: string,
  metadata: MessageMetadata,
  outcome: TurnOutcome = "failed",
): { settlement: Settlement; lastWord: TerminalEvent } {
  const text = message(turn.locale, textByError[code] ?? "internal");
  const partial = sent !== "";
  return {
    settlement: {
      outcome,
      message: { content: partial ? sent : text, metadata: { ...metadata, error: true, outcome } },
    },
    lastWord: {
      event: "error",
      data: { error: code, message: text, retryable: errorTable[code].retryable, partial },
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

function doneEvent(turn: Turn, outcome: TurnOutcome, metadata: MessageMetadata): TerminalEvent {
  return {
    event: "done",
    data: {
      message_id: turn.assistantMessageId,
      ...(metadata.usage && { usage: metadata.usage }),
      ...(metadata.timings && { timings: metadata.timings }),
      documents_used: metadata.documents_used ?? [],
      metadata: { ...metadata.retrieval, outcome },
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
  interrupted: "interrupted",
};
