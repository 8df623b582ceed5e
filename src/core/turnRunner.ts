import type { TurnEvent } from "../contract/events.ts";
import { chatTurn, type ChatTurnDeps } from "./chatTurn.ts";
import type { Turn } from "./sessions/turn.ts";
import { openTurnJournal, type JournalDeps, type TurnJournal } from "./sessions/turnJournal.ts";
import type { ReadTurn } from "./sessions/turnLog.ts";
import { cancelledEnding, failedEnding } from "./turnEvents.ts";

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
  readonly running: number;
  /** Lets running turns end within `graceMs`, then interrupts them. Nothing may be started afterwards. */
  close(graceMs: number): Promise<void>;
}

type EndedBy = "cancelled" | "timeout" | "interrupted";

export function createTurnRunner(deps: TurnRunnerDeps, options: { readonly deadlineMs: number }): TurnRunner {
  const endById = new Map<string, (by: EndedBy) => void>();
  const underWay = new Set<Promise<void>>();

  const drain = async (
    turn: Turn,
    journal: TurnJournal,
    events: AsyncIterator<TurnEvent>,
    ended: () => EndedBy | null,
  ) => {
    try {
      for (let next = await events.next(); !next.done; next = await events.next()) journal.record(next.value);
    } catch (cause) {
      const by = ended();
      if (by === null) deps.telemetry.error("turn_broke", { turn_id: turn.id }, cause);
      await recordEnding(deps, turn, journal, by ?? "internal");
    }
  };

  return {
    async start(turn, journal = openTurnJournal(deps, turn)) {
      const control = new AbortController();
      let by: EndedBy | null = null;
      const end = (reason: EndedBy) => {
        by ??= reason;
        control.abort(new Error(`the turn was ended: ${by}`));
      };
      const cancelDeadline = deps.clock.after(options.deadlineMs, () => end("timeout"));
      const read = deps.turnLog.open(turn.id);
      endById.set(turn.id, end);
      const forget = () => {
        cancelDeadline();
        endById.delete(turn.id);
      };
      const events = chatTurn(deps, turn, journal, control.signal);
      try {
        const first = await events.next();
        if (!first.done) journal.record(first.value);
      } catch (cause) {
        forget();
        deps.turnLog.close(turn.id);
        throw cause;
      }
      const run = drain(turn, journal, events, () => by)
        .finally(forget)
        .then(() => journal.close());
      underWay.add(run);
      void run.finally(() => underWay.delete(run));
      return read;
    },
    cancel(turnId) {
      const end = endById.get(turnId);
      end?.("cancelled");
      return end !== undefined;
    },
    get running() {
      return endById.size;
    },
    async close(graceMs) {
      const stop = deps.clock.after(graceMs, () => {
        for (const end of endById.values()) end("interrupted");
      });
      await Promise.allSettled(underWay);
      stop();
    },
  };
}

/** The last word of a turn that did not come to its own end. */
async function recordEnding(
  deps: TurnRunnerDeps,
  turn: Turn,
  journal: TurnJournal,
  by: EndedBy | "internal",
): Promise<void> {
  const { settlement, lastWord } =
    by === "cancelled"
      ? cancelledEnding(turn, journal.text)
      : failedEnding(turn, by, journal.text, {}, by === "interrupted" ? "interrupted" : "failed");
  const spoken = await journal.settle(settlement, lastWord).catch((cause: unknown) => {
    deps.telemetry.error("settlement_failed", { turn_id: turn.id }, cause);
    return lastWord;
  });
  journal.record(spoken);
}
