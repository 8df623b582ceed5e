import type { TerminalEvent, TurnEvent } from "../contract/events.ts";
import { message } from "../contract/messages.ts";
import { answerTurn, type AnswerTurnDeps } from "./answering/answerTurn.ts";
import { isEvidence } from "./answering/extractive.ts";
import type { ClockDep } from "./clock.ts";
import { awaitDocuments } from "./documents/awaitDocuments.ts";
import type { DocumentEventsDep } from "./documents/documentEvents.ts";
import type { DocumentRecordsDep } from "./documents/documentRecords.ts";
import type { TermsDep } from "./feedback/confidence.ts";
import type { ConversationRecordsDep } from "./sessions/conversation.ts";
import type { TurnMeasure } from "./measuring/turnMeasure.ts";
import type { InteractionRecordsDep } from "./sessions/interaction.ts";
import type { Turn } from "./sessions/turn.ts";
import type { TurnJournal } from "./sessions/turnJournal.ts";
import { step } from "./step.ts";
import type { TelemetryDep } from "./telemetry.ts";
import { countsOf, endingOf } from "./turnEndings.ts";
import {
  cutEvents,
  fileEvents,
  partEvent,
  readyEvents,
  scopeEvents,
  sourceEvents,
  startEvent,
  synthesisEvents,
} from "./turnEvents.ts";
import {
  attaching,
  recalling,
  recalls,
  retrieving,
  withoutContext,
  type RetrievingDeps,
} from "./turnSteps.ts";

export type ChatTurnDeps = ClockDep &
  TelemetryDep &
  ConversationRecordsDep &
  InteractionRecordsDep &
  DocumentRecordsDep &
  DocumentEventsDep &
  RetrievingDeps &
  AnswerTurnDeps &
  TermsDep;

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
  measure: TurnMeasure,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, void> {
  const { locale } = turn;

  // The question is durable before anything is said about it.
  await journal.begin();
  yield startEvent(turn);

  if (turn.fileIds.length > 0) {
    const files = yield* step(deps, measure, attaching(deps, turn), signal);
    if (files) yield* fileEvents(files, locale);
  }

  // What was said before: the model reads it, and the documents are searched for what the question means behind it.
  const memory = recalls(turn) ? turn.memory : [];
  const history =
    typeof memory === "string" ? yield* step(deps, measure, recalling(deps, turn), signal) : memory;

  const { scope, found } = turn.context
    ? yield* step(deps, measure, retrieving(deps, turn, history), signal)
    : withoutContext;
  if (scope) yield* scopeEvents(scope, locale);
  yield* sourceEvents(found.sources);

  // The answer, streamed; of several the moderator makes one. Documents that become ready meanwhile are announced.
  using arrivals = awaitDocuments(deps, turn.workspace.id, scope?.awaited ?? []);
  const silent = turn.workspace.settings.grounding === "strict" && !isEvidence(found.evidence);
  const chosen = silent ? { models: [deps.extractive], strategy: "single" as const } : turn.asked;
  const deadline = measure.started + deps.answering.deadlineMs;
  measure.enter("answering");
  const { parts, given } = answerTurn(
    deps,
    turn,
    chosen,
    { ...found, history, deadline, attempts: measure.attempts },
    signal,
  );
  let part = await parts.next();
  for (; !part.done; part = await parts.next()) {
    if (part.value.type === "text") measure.heard();
    else if (part.value.type === "moderating") measure.enter("moderation");
    const event = partEvent(part.value, locale);
    if (event) yield event;
    for (const ready of readyEvents(arrivals.take())) yield ready;
  }

  const answered = given(part.value);
  measure.leave(answered.answer.kind === "failed" ? "failed" : "ok");
  measure.count(countsOf(answered, found));
  yield* cutEvents(answered, locale);
  yield* synthesisEvents(answered);

  // One outcome, committed together with the turn's last word. What cannot be saved now is retried after it.
  const { settlement, lastWord } = endingOf(deps, turn, answered, found, measure.times());
  yield yield* step<TerminalEvent>(
    deps,
    measure,
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
