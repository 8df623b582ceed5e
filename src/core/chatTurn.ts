import type { TerminalEvent, TurnEvent } from "../contract/events.ts";
import { message } from "../contract/messages.ts";
import { answerTurn, type AnswerTurnDeps } from "./answering/answerTurn.ts";
import { isEvidence } from "./answering/extractive.ts";
import type { ClockDep } from "./clock.ts";
import { attachFiles, type AttachedFiles } from "./documents/attach.ts";
import { awaitDocuments } from "./documents/awaitDocuments.ts";
import type { DocumentEventsDep } from "./documents/documentEvents.ts";
import type { DocumentRecordsDep } from "./documents/documentRecords.ts";
import { documentScope, type DocumentScope } from "./documents/scope.ts";
import {
  gatherEvidence,
  noEvidence,
  type EvidenceDeps,
  type FoundEvidence,
} from "./retrieval/gatherEvidence.ts";
import type { ConversationRecordsDep, Said } from "./sessions/conversation.ts";
import { readHistory } from "./sessions/history.ts";
import type { Turn } from "./sessions/turn.ts";
import type { TurnJournal } from "./sessions/turnJournal.ts";
import { step } from "./step.ts";
import type { TelemetryDep } from "./telemetry.ts";
import {
  cutEvents,
  endingOf,
  fileEvents,
  partEvent,
  readyEvents,
  scopeEvents,
  sourceEvents,
  startEvent,
} from "./turnEvents.ts";

export type ChatTurnDeps = ClockDep &
  TelemetryDep &
  ConversationRecordsDep &
  DocumentRecordsDep &
  DocumentEventsDep &
  EvidenceDeps &
  AnswerTurnDeps;

interface Retrieved {
  readonly scope: DocumentScope | null;
  readonly found: FoundEvidence;
}

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
  const { locale, conversation } = turn;
  const started = deps.clock.elapsed();

  // The question is durable before anything is said about it.
  await journal.begin();
  yield startEvent(turn);

  // Files are attached to the conversation, never waited for: they are read in the background.
  const files = yield* step<AttachedFiles | null>(
    deps,
    {
      name: "ingestion",
      limitMs: 2_000,
      run: () => attachFiles(deps, conversation, turn.fileIds),
      otherwise: null,
      warning: message(locale, "files_failed", { reason: message(locale, "ingestion_unavailable") }),
    },
    signal,
  );
  if (files) yield* fileEvents(files, locale);

  // What was said before, so that the question is understood in its conversation.
  const history = yield* step<readonly Said[]>(
    deps,
    {
      name: "understanding",
      limitMs: 2_000,
      run: () => readHistory(deps, turn),
      otherwise: [],
      warning: message(locale, "understanding_failed"),
    },
    signal,
  );

  // Evidence from the documents that are ready by now.
  const { scope, found } = yield* step<Retrieved>(
    deps,
    {
      name: "retrieval",
      limitMs: 10_000,
      run: async (limit) => {
        const within = await documentScope(deps, turn);
        return { scope: within, found: await gatherEvidence(deps, turn, within, limit) };
      },
      otherwise: { scope: null, found: noEvidence },
      warning: message(locale, "retrieval_failed"),
    },
    signal,
  );
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
