import { longestKeptDays, type OrchestrationMetrics } from "../../contract/orchestration.ts";
import type { StepName } from "../../contract/events.ts";
import type { ClockDep } from "../clock.ts";
import type { ActiveTurnsDep } from "./activeTurn.ts";
import { figuresPeriod } from "./figuresPeriod.ts";
import { meanMs, ratio, sumOf } from "./sumOf.ts";
import type { StepDay, TimedName, TurnDay, TurnFiguresDep } from "./turnLedger.ts";

/** How turns went: each of the last days, and all that is kept. Throws AppError `database_unavailable`. */
export async function orchestrationMetrics(
  deps: TurnFiguresDep & ActiveTurnsDep & ClockDep,
  days: number,
): Promise<OrchestrationMetrics> {
  const period = figuresPeriod(deps, days);
  const [kept, steps] = await Promise.all([
    deps.turnFigures.turnDays({ days: longestKeptDays }),
    deps.turnFigures.stepDays({ days }),
  ]);
  const stepsByDay = Map.groupBy(steps, ({ day }) => day);
  return {
    ...period,
    system: { ...countsOf(kept), running: deps.activeTurns().length, since: kept[0]?.day ?? null },
    daily: kept
      .filter(({ day }) => day >= period.from)
      .map((turnDay) => ({
        day: turnDay.day,
        ...countsOf([turnDay]),
        ...timesOf(stepsByDay.get(turnDay.day) ?? []),
      })),
  };
}

type TurnCounts = Omit<OrchestrationMetrics["system"], "running" | "since">;

function countsOf(days: readonly TurnDay[]): TurnCounts {
  const sum = (of: (day: TurnDay) => number) => sumOf(days, of);
  const completed = sum((day) => day.completed);
  const failed = sum((day) => day.failed);
  const interrupted = sum((day) => day.interrupted);
  return {
    turns: sum((day) => day.turns),
    completed,
    failed,
    cancelled: sum((day) => day.cancelled),
    interrupted,
    success_rate: ratio(completed, completed + failed + interrupted),
    context_chunks_found: sum((day) => day.contextChunks),
    ai_responses_count: sum((day) => day.answers),
    ai_failures_count: sum((day) => day.failures),
    moderator_quality: {
      high: sum((day) => day.qualityHigh),
      medium: sum((day) => day.qualityMedium),
      low: sum((day) => day.qualityLow),
      failed: sum((day) => day.qualityFailed),
    },
    fallback_used: sum((day) => day.fallbackUsed),
    warnings: sum((day) => day.warnings),
    cleanup_errors: sum((day) => day.cleanupErrors),
    cost_usd: sum((day) => day.costNanoUsd) / 1e9,
    unpriced_turns: sum((day) => day.unpriced),
  };
}

type DayTimes = Omit<OrchestrationMetrics["daily"][number], keyof TurnCounts | "day">;

function timesOf(steps: readonly StepDay[]): DayTimes {
  const meanOf = (name: TimedName) => {
    const step = steps.find((each) => each.step === name);
    return step ? meanMs(step.sumMs, step.count) : null;
  };
  const errors: Partial<Record<StepName, { failed: number; timeout: number }>> = {};
  const warnedOf: Partial<Record<StepName, number>> = {};
  for (const { step, failed, timeout, warnings } of steps) {
    if (step === "total" || step === "first_content") continue;
    if (failed + timeout > 0) errors[step] = { failed, timeout };
    if (warnings > 0) warnedOf[step] = warnings;
  }
  return {
    context_retrieval_time_ms: meanOf("retrieval"),
    ai_orchestration_time_ms: meanOf("answering"),
    moderator_synthesis_time_ms: meanOf("moderation"),
    total_processing_time_ms: meanOf("total"),
    step_errors: errors,
    step_warnings: warnedOf,
  };
}
