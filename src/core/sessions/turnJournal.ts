import { isTerminal, type TerminalEvent, type TurnEvent } from "../../contract/events.ts";
import { pause, type ClockDep } from "../clock.ts";
import type { Source } from "../../contract/retrieval.ts";
import { AppError } from "../errors.ts";
import type { TurnMeasure } from "../measuring/turnMeasure.ts";
import type { TelemetryDep } from "../telemetry.ts";
import { runningTurn, type LoggedEvent, type Settlement, type Turn, type TurnRecordsDep } from "./turn.ts";
import type { TurnLogDep } from "./turnLog.ts";

/** Writes one turn down: to the live log at once, to the records at checkpoints and at its end. */
export interface TurnJournal {
  /** Commits the question; nothing may be recorded before. */
  begin(): Promise<void>;
  record(event: TurnEvent): void;
  /** What was recorded so far of the answer. */
  readonly said: Said;
  /**
   * Commits the outcome with every event not kept yet and the turn's last word, which is to be recorded next.
   * A turn ends once: later calls give the last word of the first that succeeded.
   */
  settle(settlement: Settlement, lastWord: TerminalEvent): Promise<TerminalEvent>;
  /** What it was settled with in the end; null before. One that failed counts while it is to be tried again. */
  readonly settlement: Settlement | null;
  /**
   * Ends the live log once all is kept, retrying a settlement that failed; resolves when nothing is left to do.
   * What is saved only now is measured as the step `saving`.
   */
  close(measure: Pick<TurnMeasure, "enter" | "leave">): Promise<void>;
  /** Gives up what is not kept yet. */
  abandon(): void;
}

/** The part of an answer that went out. */
export interface Said {
  readonly text: string;
  readonly sources: readonly Source[];
}

/** The same, taken from a turn's events one by one. */
export function saidWith(said: Said, event: TurnEvent): Said {
  if (event.event === "chunk") return { ...said, text: said.text + event.data.content };
  return event.event === "sources" ? { ...said, sources: event.data.sources } : said;
}

export type JournalDeps = TurnRecordsDep & TurnLogDep & ClockDep & TelemetryDep;

const checkpointMs = 1_000;
const retryMs = [500, 2_000, 10_000, 30_000];

interface Ending {
  readonly settlement: Settlement;
  readonly lastWord: TerminalEvent;
}

export function openTurnJournal(deps: JournalDeps, turn: Turn): TurnJournal {
  const row = runningTurn(turn, deps.clock.now());
  let seq = 0;
  let said: Said = { text: "", sources: [] };
  let unkept: LoggedEvent[] = [];
  let cancelCheckpoint: (() => void) | null = null;
  let ending: Ending | null = null;
  let spoken: TerminalEvent | null = null;
  /** Number under which the records have the last word; infinite before. */
  let keptUpTo = Number.POSITIVE_INFINITY;
  const abandoned = new AbortController();
  /** Writes of one turn go one after the other. */
  let writing: Promise<unknown> = Promise.resolve();

  const write = <T>(work: () => Promise<T>): Promise<T> => {
    const written = writing.then(work);
    writing = written.catch(() => undefined);
    return written;
  };

  const checkpoint = () => {
    cancelCheckpoint = null;
    const kept = write(async () => {
      // A copy: what is recorded during the write is not part of it.
      const stretch = unkept.slice();
      await deps.turns.append(row, stretch);
      unkept = unkept.slice(stretch.length);
    });
    kept.catch((cause: unknown) => deps.telemetry.warn("checkpoint_failed", { turn_id: turn.id }, cause));
  };

  const commit = (settlement: Settlement, lastWord: TerminalEvent, recorded: boolean) =>
    write(async () => {
      if (spoken) return spoken;
      cancelCheckpoint?.();
      const events = recorded ? unkept.slice() : [...unkept, logged(seq + 1, lastWord)];
      await deps.turns.settle(row, settlement, events);
      keptUpTo = events.at(-1)?.seq ?? seq;
      // A commit that took so long that a warning went out meanwhile leaves that and the last word to be kept again.
      unkept = unkept.slice(recorded ? events.length : events.length - 1);
      spoken = lastWord;
      ending = { settlement, lastWord };
      return lastWord;
    });

  return {
    begin: () => deps.turns.begin(turn),
    get said() {
      return said;
    },
    get settlement() {
      return ending?.settlement ?? null;
    },
    record(event) {
      const entry = logged(++seq, event);
      said = saidWith(said, event);
      const isKept = spoken !== null && entry.seq <= keptUpTo && unkept.length === 0;
      if (!isKept) unkept.push(entry);
      if (!spoken && !isTerminal(event)) cancelCheckpoint ??= deps.clock.after(checkpointMs, checkpoint);
      deps.turnLog.append(turn.id, entry);
    },
    settle(settlement, lastWord) {
      if (!spoken) ending = { settlement, lastWord };
      return commit(settlement, lastWord, false);
    },
    async close(measure) {
      if (!spoken && ending) measure.enter("saving");
      for (let attempt = 0; !spoken && ending && !abandoned.signal.aborted; attempt++) {
        const { settlement, lastWord } = ending;
        await pause(deps.clock, retryMs[Math.min(attempt, retryMs.length - 1)] ?? 0, abandoned.signal);
        if (abandoned.signal.aborted) break;
        await commit(settlement, lastWord, true).catch((cause: unknown) => {
          deps.telemetry.error("settlement_failed", { turn_id: turn.id, attempt }, cause);
          // A bug or a store that is broken for good would only fail again.
          if (!(cause instanceof AppError && cause.retryable)) abandoned.abort();
        });
      }
      if (ending) measure.leave(spoken ? "ok" : "failed");
      if (unkept.length > 0) checkpoint();
      await writing;
      deps.turnLog.close(turn.id);
    },
    abandon: () => abandoned.abort(),
  };
}

/** For a question outside any conversation: it is streamed and kept nowhere. */
export function openPassingJournal(deps: TurnLogDep, turn: Turn): TurnJournal {
  let seq = 0;
  let said: Said = { text: "", sources: [] };
  let ending: Ending | null = null;
  return {
    begin: () => Promise.resolve(),
    get said() {
      return said;
    },
    get settlement() {
      return ending?.settlement ?? null;
    },
    record(event) {
      said = saidWith(said, event);
      deps.turnLog.append(turn.id, logged(++seq, event));
    },
    settle: (settlement, lastWord) => Promise.resolve((ending ??= { settlement, lastWord }).lastWord),
    close: () => Promise.resolve(deps.turnLog.close(turn.id)),
    abandon: () => undefined,
  };
}

/** Serialised once: every reader and the records get these bytes. */
function logged(seq: number, event: TurnEvent): LoggedEvent {
  return { seq, event: event.event, data: JSON.stringify(event.data) };
}
