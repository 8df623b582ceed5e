import { bucketOf } from "../../core/measuring/histogram.ts";
import type { MeasuredStep, MeasuredTurn } from "../../core/measuring/measuredTurn.ts";
import type { TimedName } from "../../core/measuring/turnLedger.ts";
import type { StepDayTable, TurnDayTable } from "./schema.ts";
import { dayNumber, dayText } from "./usageRollup.ts";

/** Turns added up as they end. */
export interface TurnSums {
  /** False for one with a number that is none: it would spoil its day's sums for good. */
  add(turn: MeasuredTurn): boolean;
  isEmpty(): boolean;
  /** Always in the same order, so that two processes that add to the same rows cannot deadlock. */
  rows(): { readonly turnDays: readonly TurnDayTable[]; readonly stepDays: readonly StepDayTable[] };
}

interface DaySums {
  readonly day: string;
  readonly turnsByWorkspace: Map<string, TurnDayTable>;
  readonly bucketsByStep: Map<TimedName, Map<number, StepDayTable>>;
}

/** As many rows as there are workspaces on a day, and steps with their buckets, however many turns. */
export function createTurnSums(): TurnSums {
  const sumsByDay = new Map<number, DaySums>();

  return {
    add(turn) {
      if (!isCountable(turn)) return false;
      const sums = madeOnce(sumsByDay, dayNumber(turn.at), emptyDay);
      addTurn(sums, turn);
      for (const { name, ...run } of turn.steps) addStep(sums, name, run);
      const outcome = turn.outcome === "failed" ? "failed" : "ok";
      addStep(sums, "total", { ms: turn.totalMs, outcome, warnings: 0 });
      if (turn.firstContentMs !== null)
        addStep(sums, "first_content", { ms: turn.firstContentMs, outcome: "ok", warnings: 0 });
      return true;
    },
    isEmpty: () => sumsByDay.size === 0,
    rows: () => {
      const days = inOrder(sumsByDay);
      return {
        turnDays: days.flatMap(({ turnsByWorkspace }) => inOrder(turnsByWorkspace)),
        stepDays: days.flatMap(({ bucketsByStep }) => inOrder(bucketsByStep).flatMap(inOrder)),
      };
    },
  };
}

function madeOnce<Key, Value>(valueByKey: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const known = valueByKey.get(key);
  if (known !== undefined) return known;
  const value = make(key);
  valueByKey.set(key, value);
  return value;
}

function inOrder<Key extends string | number, Value>(valueByKey: ReadonlyMap<Key, Value>): Value[] {
  return [...valueByKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

function addStep(
  { day, bucketsByStep }: DaySums,
  step: TimedName,
  { ms, outcome, warnings }: Pick<MeasuredStep, "ms" | "outcome" | "warnings">,
): void {
  const buckets = madeOnce(bucketsByStep, step, () => new Map<number, StepDayTable>());
  const row = madeOnce(buckets, bucketOf(ms), (bucket) => emptyStepDay(day, step, bucket));
  row.count += 1;
  if (outcome !== "ok") row[outcome] += 1;
  row.warnings += warnings;
  row.sum_ms += ms;
}

function addTurn(sums: DaySums, turn: MeasuredTurn): void {
  const day = madeOnce(sums.turnsByWorkspace, turn.workspaceId, (id) => emptyTurnDay(id, sums.day));
  day.turns += 1;
  day[turn.outcome] += 1;
  day.context_chunks += turn.contextChunks;
  day.answers += turn.answers;
  day.failures += turn.failures;
  if (turn.fallbackUsed) day.fallback_used += 1;
  if (turn.quality !== null) day[`quality_${turn.quality}`] += 1;
  day.warnings += turn.warnings;
  day.cleanup_errors += turn.cleanupErrors;
  const cost = costOf(turn);
  if (cost === null) day.unpriced += 1;
  else day.cost_nano += cost;
}

/** Null when the price of a call is unknown. */
function costOf({ attempts }: MeasuredTurn): number | null {
  let nano = 0;
  for (const { costNanoUsd } of attempts) {
    if (costNanoUsd === null) return null;
    nano += costNanoUsd;
  }
  return nano;
}

function isCountable(turn: MeasuredTurn): boolean {
  const steps = turn.steps.reduce((sum, { ms }) => sum + ms, 0);
  const times = turn.at + turn.totalMs + (turn.firstContentMs ?? 0) + steps;
  const counts = turn.contextChunks + turn.answers + turn.failures + turn.warnings + turn.cleanupErrors;
  return Number.isFinite(times + counts + (costOf(turn) ?? 0));
}

function emptyDay(number: number): DaySums {
  return { day: dayText(number), turnsByWorkspace: new Map(), bucketsByStep: new Map() };
}

export function emptyTurnDay(workspace_id: string, day: string): TurnDayTable {
  return {
    workspace_id,
    day,
    turns: 0,
    completed: 0,
    failed: 0,
    cancelled: 0,
    interrupted: 0,
    context_chunks: 0,
    answers: 0,
    failures: 0,
    fallback_used: 0,
    quality_high: 0,
    quality_medium: 0,
    quality_low: 0,
    quality_failed: 0,
    warnings: 0,
    cleanup_errors: 0,
    cost_nano: 0,
    unpriced: 0,
  };
}

export function emptyStepDay(day: string, step: string, bucket: number): StepDayTable {
  return { day, step, bucket, count: 0, failed: 0, timeout: 0, warnings: 0, sum_ms: 0 };
}
