import type { TurnEvent } from "../contract/events.ts";
import { chatTurn, type ChatTurnDeps } from "./chatTurn.ts";
import type { Turn } from "./sessions/turn.ts";
import { openTurnJournal, type JournalDeps, type TurnJournal } from "./sessions/turnJournal.ts";
import type { ReadTurn } from "./sessions/turnLog.ts";
import { cancelledEnding, failedEnding, keptAttempts, keptSources } from "./turnEndings.ts";

export type TurnRunnerDeps = ChatTurnDeps & JournalDeps;

/** Drives turns to their end whether or not anyone listens. */
export interface TurnRunner {
  /**
   * Resolves, with a reader of its events, when the question is durable and the first event is there.
   * Rejects, with nothing begun, when the question cannot be stored.
   */
  start(turn: Turn, journal?: TurnJournal): Promise<ReadTurn>;
  /** Aborts the turn, upstream requests included; false when it is not running here. */
  cancel(turnId: string): boolean;
  /** Cancels what runs in a conversation that is about to lose its messages; resolves when that has ended. */
  cancelConversation(conversationId: string): Promise<void>;
  /** Lets running turns end within `graceMs`, then interrupts them. Nothing may be started afterwards. */
  close(graceMs: number): Promise<void>;
}

type EndedBy = "cancelled" | "timeout" | "interrupted";

interface RunningTurn {
  readonly conversationId: string;
  readonly journal: TurnJournal;
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
      const events = chatTurn(deps, turn, journal, signal);
      const kept = ended.promise.then(() => journal.close()).finally(() => runningById.delete(turn.id));
      // Known before it is begun, so that who removes its conversation meanwhile waits for it.
      runningById.set(turn.id, {
        conversationId: turn.conversation.id,
        journal,
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
      void drain(events, journal, ending)
        .catch((cause: unknown) => {
          if (endedBy() === null) deps.telemetry.error("turn_broke", { turn_id: turn.id }, cause);
          return recordEnding(deps, turn, journal, endedBy() ?? "internal");
        })
        .finally(cancelDeadline)
        .finally(ended.resolve);
      return read;
    },
    cancel(turnId) {
      const running = runningById.get(turnId);
      running?.end("cancelled");
      return running !== undefined;
    },
    async cancelConversation(conversationId) {
      const affected = [...runningById.values()].filter(
        (running) => running.conversationId === conversationId,
      );
      for (const { end } of affected) end("cancelled");
      await Promise.all(affected.map(({ ended }) => ended));
      for (const { journal } of affected) journal.abandon();
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

/** Writes down what the turn says until it is over, or until it is ended from outside, even by parts that do not listen. */
async function drain(
  events: AsyncIterator<TurnEvent>,
  journal: TurnJournal,
  ending: Promise<never>,
): Promise<void> {
  let over = false;
  const pump = async () => {
    for (let next = await events.next(); !next.done && !over; next = await events.next())
      journal.record(next.value);
  };
  await Promise.race([pump(), ending]).finally(() => {
    over = true;
    // What it holds is put away, as soon as it listens; its own failure has been, or ends, the turn.
    void events.return?.().catch(() => undefined);
  });
}

/** The last word of a turn that did not come to its own end. */
async function recordEnding(
  deps: TurnRunnerDeps,
  turn: Turn,
  journal: TurnJournal,
  by: EndedBy | "internal",
): Promise<void> {
  // Calls that were aborted a moment ago have their rows by then.
  await deps.clock.breathe();
  const { text, sources } = journal.said;
  const kept = { ...keptSources(sources), ...keptAttempts(turn, journal.attempts) };
  const { settlement, lastWord } =
    by === "cancelled"
      ? cancelledEnding(turn, text, kept)
      : failedEnding(turn, by, text, kept, { outcome: by === "interrupted" ? "interrupted" : "failed" });
  const spoken = await journal.settle(settlement, lastWord).catch((cause: unknown) => {
    deps.telemetry.error("settlement_failed", { turn_id: turn.id }, cause);
    return lastWord;
  });
  journal.record(spoken);
}
