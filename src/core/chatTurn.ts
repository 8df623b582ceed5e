import type { TerminalEvent, TurnEvent } from "../contract/events.ts";
import { message } from "../contract/messages.ts";
import { answerTurn, type AnswerTurnDeps } from "./answering/answerTurn.ts";
import { isEvidence } from "./answering/extractive.ts";
import type { ClockDep } from "./clock.ts";
import { awaitDocuments } from "./documents/awaitDocuments.ts";
import type { DocumentEventsDep } from "./documents/documentEvents.ts";
import type { DocumentRecordsDep } from "./documents/documentRecords.ts";
import type { EvidenceDeps } from "./retrieval/gatherEvidence.ts";
import type { ConversationRecordsDep } from "./sessions/conversation.ts";
import type { Turn } from "./sessions/turn.ts";
import type { TurnJournal } from "./sessions/turnJournal.ts";
import { step } from "./step.ts";
import type { TelemetryDep } from "./telemetry.ts";
import { endingOf } from "./turnEndings.ts";
import {
  cutEvents,
  fileEvents,
  partEvent,
  readyEvents,
  scopeEvents,
  sourceEvents,
  startEvent,
} from "./turnEvents.ts";
import { attaching, recalling, retrieving } from "./turnSteps.ts";

export type ChatTurnDeps = ClockDep &
  TelemetryDep &
  ConversationRecordsDep &
  DocumentRecordsDep &
  DocumentEventsDep &
  EvidenceDeps &
  AnswerTurnDeps;

/**
 * One question and all that follows from it. START HERE: the order of these lines is what Batuta promises.
 * The access policy has admitted the turn; the journal writes down what is yielded. A step that fails costs a
 * warning; only "no model could answer" ends in `error`. Throws the signal's reason when the turn is ended from
 * outside; anything else it throws is a bug.
 */
export async function* chatTurn(
  deps: ChatTurnDeps,
  turn: Turn,
  journal: TurnJournal,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, void> {
  const { locale } = turn;
  const started = deps.clock.elapsed();

  // The question is durable before anything is said about it.
  await journal.begin();
  yield startEvent(turn);

  if (turn.fileIds.length > 0) {
    const files = yield* step(deps, attaching(deps, turn), signal);
    if (files) yield* fileEvents(files, locale);
  }

  let history = turn.history ?? [];
  if (!turn.opensConversation) history = yield* step(deps, recalling(deps, turn), signal);

  const { scope, found } = yield* step(deps, retrieving(deps, turn), signal);
  if (scope) yield* scopeEvents(scope, locale);
  yield* sourceEvents(found.sources);

  // The answer, streamed. Documents that become ready meanwhile are announced between its pieces.
  using arrivals = awaitDocuments(deps, turn.workspace.id, scope?.awaited ?? []);
  const silent = turn.workspace.settings.grounding === "strict" && !isEvidence(found.evidence);
  const chosen = silent ? { models: [deps.extractive], strategy: "single" as const } : turn.asked;
  const asked = deps.clock.elapsed();
  let firstContent: number | null = null;
  const deadline = started + deps.answering.deadlineMs;
  const { parts, given } = answerTurn(
    deps,
    turn,
    chosen,
    { ...found, history, deadline, attempts: journal.attempts },
    signal,
  );
  let part = await parts.next();
  for (; !part.done; part = await parts.next()) {
    if (part.value.type === "text") firstContent ??= deps.clock.elapsed();
    const event = partEvent(part.value, locale);
    if (event) yield event;
    for (const ready of readyEvents(arrivals.take())) yield ready;
  }

  const answered = given(part.value);
  yield* cutEvents(answered, locale);

  // One outcome, committed together with the turn's last word. What cannot be saved now is retried after it.
  const times = { started, asked, firstContent, ended: deps.clock.elapsed() };
  const { settlement, lastWord } = endingOf(turn, answered, found, times);
  yield yield* step<TerminalEvent>(
    deps,
    {
      name: "saving",
      limitMs: 2_000,
      run: () => journal.settle(settlement, lastWord),
      otherwise: lastWord,
      warning: message(locale, "saving_failed"),
    },
    signal,
  );
}
