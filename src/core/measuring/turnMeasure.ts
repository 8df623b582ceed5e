import type { StepName, TurnOutcome } from "../../contract/events.ts";
import type { StrategyName } from "../../contract/strategies.ts";
import type { ModeratorQuality } from "../../contract/synthesis.ts";
import type { AttemptRow } from "../answering/usage.ts";
import type { ClockDep } from "../clock.ts";
import type { ActiveTurn } from "./activeTurn.ts";
import type { MeasuredStep, MeasuredTurn, StepOutcome } from "./measuredTurn.ts";

/** What is counted of a turn besides its times. */
export interface TurnCounts {
  readonly contextChunks: number;
  readonly answers: number;
  readonly failures: number;
  readonly quality: ModeratorQuality | null;
  readonly fallbackUsed: boolean;
}

/** Milliseconds of one turn so far, by what they went into. */
export interface TurnTimes {
  readonly retrievalMs: number;
  readonly answeringMs: number;
  readonly moderationMs: number;
  readonly totalMs: number;
  /** Since the start; null before it. */
  readonly firstContentMs: number | null;
}

/** One turn's stopwatch and counters. A step runs at a time. */
export interface TurnMeasure {
  /** By `clock.elapsed()`. */
  readonly started: number;
  /** Calls of models that have ended, for who makes them to fill. */
  readonly attempts: AttemptRow[];
  /** A step begins; one that runs has ended well. The step just ended goes on when it is named again. */
  enter(step: StepName): void;
  /** The running step has ended; null: it was called off, and does not count. */
  leave(outcome: StepOutcome | null): void;
  /** The first content of the answer is there; later calls change nothing. */
  heard(): void;
  count(counts: Partial<TurnCounts>): void;
  warned(step: StepName): void;
  cleanupFailed(): void;
  /** The last word is said: what follows is no part of the turn's time. */
  finished(outcome: TurnOutcome): void;
  /** Null until the last word is said. */
  readonly outcome: TurnOutcome | null;
  times(): TurnTimes;
  /** As it stands, for who asks while it runs. */
  active(): ActiveTurn;
  measured(): MeasuredTurn;
}

export interface MeasuredSubject {
  readonly id: string;
  readonly workspace: { readonly id: string };
  readonly asked: { readonly strategy: StrategyName };
}

export function openTurnMeasure({ clock }: ClockDep, turn: MeasuredSubject): TurnMeasure {
  const started = clock.elapsed();
  const at = clock.now();
  const steps: Omit<MeasuredStep, "warnings">[] = [];
  let running: { readonly name: StepName; readonly since: number } | null = null;
  let firstContentMs: number | null = null;
  let ended: { readonly outcome: TurnOutcome; readonly totalMs: number } | null = null;
  let counts: TurnCounts = { contextChunks: 0, answers: 0, failures: 0, quality: null, fallbackUsed: false };
  const warningsByStep = new Map<StepName, number>();
  let cleanupErrors = 0;

  const leave = (outcome: StepOutcome | null) => {
    if (!running) return;
    const { name, since } = running;
    const last = steps.at(-1);
    running = null;
    if (outcome === null) return;
    if (last?.name !== name)
      return void steps.push({ name, startedMs: since - started, ms: clock.elapsed() - since, outcome });
    // It went on behind the answer, and comes to what it came to in the end.
    steps[steps.length - 1] = { ...last, ms: clock.elapsed() - started - last.startedMs, outcome };
  };
  const totalMs = () => ended?.totalMs ?? clock.elapsed() - started;
  const timeOf = (wanted: StepName) =>
    steps.reduce((sum, { name, ms }) => (name === wanted ? sum + ms : sum), 0) +
    (running?.name === wanted ? clock.elapsed() - running.since : 0);
  const attempts: AttemptRow[] = [];

  return {
    started,
    attempts,
    enter(name) {
      leave("ok");
      running = { name, since: clock.elapsed() };
    },
    leave,
    heard: () => void (firstContentMs ??= clock.elapsed() - started),
    count: (more) => void (counts = { ...counts, ...more }),
    warned: (step) => void warningsByStep.set(step, (warningsByStep.get(step) ?? 0) + 1),
    cleanupFailed: () => void (cleanupErrors += 1),
    finished(outcome) {
      ended ??= { outcome, totalMs: clock.elapsed() - started };
    },
    get outcome() {
      return ended?.outcome ?? null;
    },
    times: () => ({
      retrievalMs: timeOf("retrieval"),
      answeringMs: timeOf("answering"),
      moderationMs: timeOf("moderation"),
      totalMs: totalMs(),
      firstContentMs,
    }),
    active: () => ({
      strategy: turn.asked.strategy,
      stage: running?.name ?? null,
      ageMs: clock.elapsed() - started,
    }),
    measured: () => ({
      workspaceId: turn.workspace.id,
      turnId: turn.id,
      at,
      strategy: turn.asked.strategy,
      outcome: ended?.outcome ?? "interrupted",
      steps: steps.map((step) => ({ ...step, warnings: warningsByStep.get(step.name) ?? 0 })),
      totalMs: totalMs(),
      firstContentMs,
      ...counts,
      warnings: [...warningsByStep.values()].reduce((sum, count) => sum + count, 0),
      cleanupErrors,
      attempts,
    }),
  };
}
