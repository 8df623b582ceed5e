import type { Locale } from "../../contract/common.ts";
import { message, type MessageKey } from "../../contract/messages.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import type { ReplyType } from "../../contract/phone.ts";
import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import { AppError } from "../errors.ts";
import type { AuditBookDep } from "../feedback/audit.ts";
import type { Said } from "../sessions/conversation.ts";
import type { Origin } from "../sessions/turn.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { Understanding } from "../understanding/assistant.ts";
import { isUnanswered, type AskQuestionDep, type PhoneAnswer, type Unanswered } from "./askQuestion.ts";
import { auditRow } from "./auditRow.ts";
import { directReply, replyWithoutAnswer, type AssistantProfileDep } from "./directReply.ts";
import { keepReply, type ClosingDep } from "./keepReply.ts";
import type { OneAtATime } from "./oneAtATime.ts";
import type { Exchange } from "./phoneSession.ts";
import { takeMessage, type TakeDeps } from "./takeMessage.ts";

export type PhoneDeps = TakeDeps &
  TelemetryDep &
  ClosingDep &
  AskQuestionDep &
  AssistantProfileDep &
  AuditBookDep & {
    /** One for the process. */
    readonly inOrder: OneAtATime;
  };

/** A message that was admitted, whatever channel brought it. */
export interface PhoneRequest {
  readonly workspace: Authorized<Workspace, "query:ask">;
  /** E.164. */
  readonly phone: string;
  readonly text: string;
  readonly sessionId: string | null;
  /** Whether the phone's latest session goes on where none is named. */
  readonly isTrusted: boolean;
  /** As the sender asks for it; null: the language of the message, or of those before it. */
  readonly locale: Locale | null;
  /** Its locale counts where nothing else tells. */
  readonly origin: Origin;
}

/** What is told to the person, and what was understood. */
export interface PhoneReply {
  readonly text: string;
  readonly type: ReplyType;
  readonly understood: Understanding;
  readonly actions: readonly string[];
  readonly sessionId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Exchanges that a model reads before a question. */
const latestExchanges = 10;

/**
 * One message of a phone and its reply. The message is durable before anything is said about it; messages of one phone
 * are taken in the order in which they came, and none waits for another's answer. What no model could answer is a reply
 * too. Throws AppError when the message could not be stored.
 */
export async function processMessage(deps: PhoneDeps, request: PhoneRequest): Promise<PhoneReply> {
  const started = deps.clock.elapsed();
  const { workspace, phone, text, sessionId, isTrusted, origin } = request;
  const line = { workspaceId: workspace.value.id, phone, opener: workspace.actor.id, isTrusted };
  const { exchange, understood, locale } = await deps.inOrder(
    `${line.workspaceId} ${line.opener} ${phone}`,
    () => takeMessage(deps, line, { text, sessionId, locale: request.locale, usualLocale: origin.locale }),
  );

  const direct = directReply(deps, understood, locale);
  const asking = { ...request, origin: { ...origin, locale, onBehalfOf: `phone:${phone}` } };
  const answer = direct ? null : await ask(deps, asking, exchange);
  const isSilent = answer !== null && !isUnanswered(answer) && !answer.isAnswered;
  const said = direct ?? (isSilent ? replyWithoutAnswer(understood, locale) : saidOf(answer, locale));
  const turnId = answer?.turnId ?? null;

  const isThere = await keepReply(deps, exchange, { ...said, turnId });
  const latencyMs = deps.clock.elapsed() - started;
  const at = deps.clock.now();
  // Of a caller who was erased meanwhile nothing goes into the books.
  if (isThere)
    deps.auditBook.record(auditRow(exchange, said, answer, { client: origin.client, at, latencyMs }));
  return {
    ...said,
    understood:
      isSilent && understood.pending ? { ...understood, missing: understood.pending.missing } : understood,
    actions: understood.actions,
    sessionId: exchange.sessionId,
    at,
  };
}

async function ask(
  deps: PhoneDeps,
  { workspace, text, origin }: PhoneRequest,
  exchange: Exchange,
): Promise<PhoneAnswer | Unanswered> {
  const history = await deps.phoneRecords
    .said(exchange, latestExchanges)
    .catch((cause: unknown): readonly Said[] => {
      deps.telemetry.warn("phone_history_unread", { exchange_id: exchange.id }, cause);
      return [];
    });
  try {
    return await deps.askQuestion({ workspace, question: text, history, origin });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    deps.telemetry.warn("phone_question_failed", { exchange_id: exchange.id }, cause);
    return { unanswered: cause.code, turnId: null };
  }
}

function saidOf(
  answer: PhoneAnswer | Unanswered | null,
  locale: Locale,
): { readonly text: string; readonly type: ReplyType } {
  if (answer && !isUnanswered(answer)) return { text: answer.text, type: "respuesta" };
  // Which key or account failed is for the operator's eyes; a turn's own sentence may name it.
  return {
    text: message(locale, textByError[answer?.unanswered ?? "internal"] ?? "internal"),
    type: "error",
  };
}

const textByError: Partial<Record<ErrorCode, MessageKey>> = {
  model_unavailable: "model_unavailable",
  rate_limited: "model_unavailable",
  timeout: "timeout",
  payload_too_large: "too_long",
  interrupted: "interrupted",
};
