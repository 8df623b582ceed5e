import type { Locale } from "../contract/common.ts";
import type { TurnEvent } from "../contract/events.ts";
import { message } from "../contract/messages.ts";
import type { Source } from "../contract/retrieval.ts";
import { roundMs } from "./clock.ts";
import type { AnswerPart } from "./answering/answering.ts";
import type { GivenAnswer } from "./answering/answerTurn.ts";
import { statusOf } from "./answering/failureTable.ts";
import type { AttachedFiles } from "./documents/attach.ts";
import type { DocumentScope } from "./documents/scope.ts";
import type { Turn } from "./sessions/turn.ts";

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
    case "moderator_failed": {
      const text = part.model
        ? message(locale, "moderator_failed", { model: part.model.id })
        : message(locale, "moderation_failed");
      return { event: "warning", data: { message: text, step: "moderation", code: part.reason } };
    }
    // Thoughts are not part of the answer, and a turn offers no tools.
    case "reasoning":
    case "tool_call":
    case "moderating":
      return null;
  }
}

export function* readyEvents(
  arrived: readonly { readonly id: string; readonly name: string }[],
): Generator<TurnEvent> {
  for (const { id, name } of arrived) yield { event: "document_ready", data: { doc_id: id, doc_name: name } };
}

/** What the answers are to each other, behind the one made of them. */
export function* synthesisEvents({ answer }: GivenAnswer): Generator<TurnEvent> {
  if (answer.kind === "answered" && answer.synthesis) yield { event: "synthesis", data: answer.synthesis };
}

/** An answer that its model did not end by itself. */
export function* cutEvents({ answer }: GivenAnswer, locale: Locale): Generator<TurnEvent> {
  if (answer.kind === "failed") return;
  const { reason } = answer;
  if (reason === "length" || reason === "content_filter")
    yield { event: "info", data: { message: message(locale, `cut_${reason}`), code: `cut_${reason}` } };
}

function ingestionWarning(text: string, code: string): TurnEvent {
  return { event: "warning", data: { message: text, step: "ingestion", code } };
}
