import type { Compilable } from "kysely";
import type { ClockDep } from "../../core/clock.ts";
import { AppError } from "../../core/errors.ts";
import type { TurnLedger } from "../../core/measuring/turnLedger.ts";
import type { RandomDep } from "../../core/random.ts";
import type { TelemetryDep } from "../../core/telemetry.ts";
import type { Database } from "./database.ts";
import { turnFigureStatements } from "./turnFigureStatements.ts";
import { createTurnSums } from "./turnSums.ts";

export interface TurnFigureWriter extends TurnLedger {
  /** Tries to write all there is. */
  flush(): Promise<void>;
  /** Flushes, and gives up what cannot be written. */
  close(): Promise<void>;
}

/** Sums that are written as one unit. */
interface Part {
  readonly id: string;
  readonly statements: readonly Compilable[];
  /** The last try may have reached the disk all the same. */
  isUncertain: boolean;
}

const gatherMs = 1_000;
/** Of 32 rows each: other writers get between two units. */
const statementsPerPart = 16;

/**
 * Adds turns up in memory and adds the sums to the days once a second. Sums that the database does not take are tried
 * again each second while later turns gather behind them: both stay as small as the days they belong to. A write is
 * made once even when its answer was lost: its id is in the same commit.
 */
export function createTurnFigureWriter(
  deps: { readonly database: Database } & ClockDep & RandomDep & TelemetryDep,
): TurnFigureWriter {
  const { database, clock, random, telemetry } = deps;
  const statements = turnFigureStatements(database.query);
  let sums = createTurnSums();
  /** In the order they are written. */
  let parts: Part[] = [];
  /** Its note is needed no longer. */
  let written: string | null = null;
  let writing: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  let closed = false;

  const cut = () => {
    const { turnDays, stepDays } = sums.rows();
    sums = createTurnSums();
    const all = [...statements.addTurnDays(turnDays), ...statements.addStepDays(stepDays)];
    for (let start = 0; start < all.length; start += statementsPerPart)
      parts.push({
        id: random.id(),
        statements: all.slice(start, start + statementsPerPart),
        isUncertain: false,
      });
  };

  /** True when the part is done with. */
  const write = async (part: Part): Promise<boolean> => {
    try {
      await database.batch([
        statements.noteWrite({ id: part.id, at: clock.now() }),
        ...part.statements,
        ...(written === null ? [] : [statements.forgetWrite({ id: written })]),
      ]);
    } catch (cause) {
      const code = cause instanceof AppError ? cause.code : null;
      if (code === "database_unavailable") {
        part.isUncertain = true;
        telemetry.warn("turn_figures_unsaved", { parts: parts.length }, cause);
        return false;
      }
      if (code !== "conflict" || !part.isUncertain) {
        telemetry.error("turn_figures_lost", { parts: 1 }, cause);
        return true;
      }
    }
    written = part.id;
    return true;
  };

  /** False when some are left. */
  const writeParts = async (): Promise<boolean> => {
    for (let part = parts[0]; part; part = parts[0]) {
      if (!(await write(part))) return false;
      parts.shift();
    }
    return true;
  };

  /** Sums are cut only when no parts are left, so that they do not pile up while nothing can be written. */
  const writeAll = async () => {
    if (!(await writeParts()) || sums.isEmpty()) return;
    cut();
    await writeParts();
  };

  const startWriting = () => {
    cancelTimer?.();
    cancelTimer = null;
    writing ??= writeAll().finally(() => {
      writing = null;
      wakeLater();
    });
    return writing;
  };

  const wakeLater = () => {
    if (closed || writing || (sums.isEmpty() && parts.length === 0)) return;
    cancelTimer ??= clock.after(gatherMs, () => void startWriting());
  };

  const flush = async () => {
    if (writing) await writing;
    await startWriting();
  };

  return {
    turn(measured) {
      if (closed || !sums.add(measured)) telemetry.error("turn_figures_lost", { turns: 1 });
      else wakeLater();
    },
    flush,
    async close() {
      closed = true;
      await flush();
      if (parts.length > 0) telemetry.error("turn_figures_lost", { parts: parts.length });
      parts = [];
    },
  };
}
