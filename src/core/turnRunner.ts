import type { TurnEvent, TurnOutcome } from "../contract/events.ts";
import { chatTurn, type ChatTurnDeps } from "./chatTurn.ts";
import type { AuditBookDep } from "./feedback/audit.ts";
import { auditRow } from "./feedback/auditRow.ts";
import type { TermsDep } from "./feedback/confidence.ts";
import type { ActiveTurn } from "./measuring/activeTurn.ts";
import type { TurnLedgerDep } from "./measuring/turnLedger.ts";
import { openTurnMeasure, type TurnMeasure } from "./measuring/turnMeasure.ts";
import { keepsOwnBooks, runningTurn, type Settlement, type StoredTurn, type Turn } from "./sessions/turn.ts";
import { openTurnJournal, type JournalDeps, type TurnJournal } from "./sessions/turnJournal.ts";
import type { ReadTurn } from "./sessions/turnLog.ts";
import { cancelledEnding, failedEnding, keptAttempts, keptSources } from "./turnEndings.ts";

export type TurnRunnerDeps = ChatTurnDeps & JournalDeps & TurnLedgerDep & AuditBookDep & TermsDep;

/** Drives turns to their end whether or not anyone listens. */
export interface TurnRunner {
  /**
   * Resolves, with a reader of its events, when the question is durable and the first event is there.
   * Rejects, with nothing begun, when the question cannot be stored.
   */
  start(turn: Turn, journal?: TurnJournal): Promise<ReadTurn>;
  /** Aborts the turn, upstream requests included; false when it is not running here. */
  cancel(turnId: string): boolean;
  /** A turn that runs here, or is being kept; it may be one that the records do not know. */
  find(turnId: string): StoredTurn | null;
  /** Resolves when all of a turn that runs here is kept, or given up; at once for any other. */
  kept(turnId: string): Promise<void>;
  /** All that have not said their last word. */
  active(): readonly ActiveTurn[];
  /** Cancels what runs in a conversation that is about to lose its messages; resolves when that has ended. */
  cancelConversation(conversationId: string): Promise<void>;
  /**
   * Cancels all that an actor has asked here, or another for them; resolves with how many those were, when they are kept and
   * in the books.
   */
  cancelActor(actorId: string): Promise<number>;
  /** Lets running turns end within `graceMs`, then interrupts them. Nothing may be started afterwards. */
  close(graceMs: number): Promise<void>;
}

type EndedBy = "cancelled" | "timeout" | "interrupted";

interface RunningTurn {
  readonly turn: StoredTurn;
  /** Actor ids of whoever it is for. */
  readonly people: readonly (string | undefined)[];
  readonly journal: TurnJournal;
  readonly measure: TurnMeasure;
  readonly end: (by: EndedBy) => void;
  /** The last word is said. */
  readonly ended: Promise<void>;
  /** And all of it is kept, or given up. */
  readonly kept: Promise<void>;
}

/** For records that stay out of reach at a stop: the turn is settled at the next start. */
const lastSaveMs = 5_000;

export function createTurnRunner(deps: TurnRunnerDeps): TurnRunner {
  const runningById = new Map<string, RunningTurn>();

  return {
    async start(turn, journal = openTurnJournal(deps, turn)) {
      const { end, endedBy, signal, ending } = endable();
      const read = deps.turnLog.open(turn.id);
      const ended = Promise.withResolvers<void>();
      const measure = openTurnMeasure(deps, turn);
      const events = chatTurn(deps, turn, journal, measure, signal);
      const kept = ended.promise
        .then(() => journal.close(measure))
        .finally(() => runningById.delete(turn.id));
      // Known before it is begun, so that who removes its conversation meanwhile waits for it.
      runningById.set(turn.id, {
        turn: runningTurn(turn, deps.clock.now()),
        people: [turn.conversation.actor, turn.onBehalfOf],
        journal,
        measure,
        end,
        ended: ended.promise,
        kept,
      });
      try {
        const first = await events.next();
        if (!first.done) journal.record(first.value);
      } catch (cause) {
        ended.resolve();
        throw cause;
      }
      const cancelDeadline = deps.clock.after(deps.answering.deadlineMs, () => end("timeout"));
      void drain(events, { journal, measure }, ending)
        .catch((cause: unknown) => {
          if (endedBy() === null) deps.telemetry.error("turn_broke", { turn_id: turn.id }, cause);
          return recordEnding(deps, turn, { journal, measure }, endedBy() ?? "internal");
        })
        .then((outcome) => measure.finished(outcome))
        .finally(cancelDeadline)
        .finally(ended.resolve);
      void kept.then(() => enterBooks(deps, turn, journal.settlement, measure));
      return read;
    },
    cancel(turnId) {
      const running = runningById.get(turnId);
      if (!running || running.measure.outcome) return false;
      running.end("cancelled");
      return true;
    },
    find(turnId) {
      const running = runningById.get(turnId);
      return running ? { ...running.turn, status: running.measure.outcome ?? "running" } : null;
    },
    kept: (turnId) => runningById.get(turnId)?.kept ?? Promise.resolve(),
    active: () =>
      [...runningById.values()].flatMap(({ measure }) => (measure.outcome ? [] : [measure.active()])),
    async cancelConversation(conversationId) {
      const affected = [...runningById.values()].filter(({ turn }) => turn.conversationId === conversationId);
      for (const { end } of affected) end("cancelled");
      await Promise.all(affected.map(({ ended }) => ended));
      for (const { journal } of affected) journal.abandon();
    },
    async cancelActor(actorId) {
      const affected = [...runningById.values()].filter(({ people }) => people.includes(actorId));
      for (const { end } of affected) end("cancelled");
      await Promise.all(affected.map(({ ended }) => ended));
      // Nobody is left to read what could not be kept at once.
      for (const { journal } of affected) journal.abandon();
      await Promise.all(affected.map(({ kept }) => kept));
      return affected.length;
    },
    async close(graceMs) {
      const all = [...runningById.values()];
      const stops = [
        deps.clock.after(graceMs, () => {
          for (const { end } of all) end("interrupted");
        }),
        deps.clock.after(graceMs + lastSaveMs, () => {
          for (const { journal } of all) journal.abandon();
        }),
      ];
      await Promise.all(all.map(({ kept }) => kept));
      for (const stop of stops) stop();
    },
  };
}

/** Behind the answer: what goes wrong here is told and touches nothing. */
function enterBooks(deps: TurnRunnerDeps, turn: Turn, settlement: Settlement | null, measure: TurnMeasure) {
  const measured = measure.measured();
  deps.turnLedger.turn(measured);
  if (keepsOwnBooks.has(turn.channel)) return;
  try {
    deps.auditBook.record(auditRow(deps, turn, settlement, measured));
  } catch (cause) {
    deps.telemetry.error("audit_lost", { turn_id: turn.id }, cause);
  }
}

/** A signal that remembers who ended it first, and a promise that rejects with it. */
function endable() {
  const control = new AbortController();
  const ending = Promise.withResolvers<never>();
  // It may be ended before anybody waits for it.
  ending.promise.catch(() => undefined);
  let by: EndedBy | null = null;
  const end = (reason: EndedBy) => {
    by ??= reason;
    control.abort(new Error(`the turn was ended: ${by}`));
    ending.reject(control.signal.reason);
  };
  return { end, endedBy: () => by, signal: control.signal, ending: ending.promise };
}

/** Where a turn is written down and measured. */
type Books = Pick<RunningTurn, "journal" | "measure">;

/** Writes down what the turn says until it is over, or until it is ended from outside, even by parts that do not listen. */
async function drain(
  events: AsyncIterator<TurnEvent>,
  { journal, measure }: Books,
  ending: Promise<never>,
): Promise<TurnOutcome> {
  let over = false;
  let outcome: TurnOutcome = "completed";
  const pump = async () => {
    for (let next = await events.next(); !next.done && !over; next = await events.next()) {
      const { value } = next;
      if (value.event === "warning") measure.warned(value.data.step);
      else if (value.event === "error") outcome = "failed";
      journal.record(value);
    }
  };
  await Promise.race([pump(), ending]).finally(() => {
    over = true;
    // What it holds is put away, as soon as it listens; its own failure has been, or ends, the turn.
    void events.return?.().catch(() => measure.cleanupFailed());
  });
  return outcome;
}

/** What the step that ran comes to; one that somebody stopped has not failed. */
const stepOutcomes = { cancelled: null, interrupted: null, timeout: "timeout", internal: "failed" } as const;

/** The last word of a turn that did not come to its own end. */
async function recordEnding(
  deps: TurnRunnerDeps,
  turn: Turn,
  { journal, measure }: Books,
  by: EndedBy | "internal",
): Promise<TurnOutcome> {
  measure.leave(stepOutcomes[by]);
  // Calls that were aborted a moment ago have their rows by then.
  await deps.clock.breathe();
  const { text, sources } = journal.said;
  const kept = { ...keptSources(sources), ...keptAttempts(turn, measure.attempts) };
  const { settlement, lastWord } =
    by === "cancelled"
      ? cancelledEnding(turn, text, kept)
      : failedEnding(turn, by, text, kept, { outcome: by === "interrupted" ? "interrupted" : "failed" });
  const spoken = await journal.settle(settlement, lastWord).catch((cause: unknown) => {
    deps.telemetry.error("settlement_failed", { turn_id: turn.id }, cause);
    return lastWord;
  });
  journal.record(spoken);
  if (spoken === lastWord) return settlement.outcome;
  // It had come to its own end a moment before.
  return spoken.event === "done" ? spoken.data.metadata.outcome : "failed";
}
