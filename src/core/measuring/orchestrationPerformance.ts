import { stepNames } from "../../contract/events.ts";
import type { OrchestrationPerformance } from "../../contract/orchestration.ts";
import type { UsageReadsDep } from "../answering/usage.ts";
import { roundMs, type ClockDep } from "../clock.ts";
import { figuresPeriod } from "./figuresPeriod.ts";
import { percentile } from "./histogram.ts";
import { modelFigures, pathFigures } from "./modelFigures.ts";
import { meanMs, ratio, sumOf } from "./sumOf.ts";
import type { StepDay, TimedName, TurnDay, TurnFiguresDep } from "./turnLedger.ts";

/** How long things took, how good the syntheses were, how the models did. Throws AppError `database_unavailable`. */
export async function orchestrationPerformance(
  deps: TurnFiguresDep & UsageReadsDep & ClockDep,
  days: number,
): Promise<OrchestrationPerformance> {
  const [turnDays, stepDays, modelDays, pathDays] = await Promise.all([
    deps.turnFigures.turnDays({ days }),
    deps.turnFigures.stepDays({ days }),
    deps.usageReads.modelDays({ days }),
    deps.usageReads.paths({ days }),
  ]);
  return {
    ...figuresPeriod(deps, days),
    steps: timedNames.flatMap((name) => stepFigures(stepDays.filter(({ step }) => step === name))),
    moderator_quality: qualities(turnDays),
    fallback_used: sumOf(turnDays, (day) => day.fallbackUsed),
    models: modelFigures(modelDays),
    paths: pathFigures(pathDays),
  };
}

const timedNames: readonly TimedName[] = [...stepNames, "total", "first_content"];

/** One step over its days; nothing of one that never ran. */
function stepFigures(days: readonly StepDay[]): OrchestrationPerformance["steps"] {
  const [first] = days;
  if (!first) return [];
  const countByBucket = new Map<number, number>();
  for (const day of days)
    for (const [bucket, count] of day.countByBucket)
      countByBucket.set(bucket, (countByBucket.get(bucket) ?? 0) + count);
  const within = (share: number) => {
    const ms = percentile(countByBucket, share);
    return ms === null ? null : roundMs(ms);
  };
  const count = sumOf(days, (day) => day.count);
  const totalMs = sumOf(days, (day) => day.sumMs);
  return [
    {
      step: first.step,
      count,
      failed: sumOf(days, (day) => day.failed),
      timeout: sumOf(days, (day) => day.timeout),
      mean_ms: meanMs(totalMs, count),
      p50_ms: within(0.5),
      p95_ms: within(0.95),
      p99_ms: within(0.99),
    },
  ];
}

function qualities(days: readonly TurnDay[]): OrchestrationPerformance["moderator_quality"] {
  const high = sumOf(days, (day) => day.qualityHigh);
  const medium = sumOf(days, (day) => day.qualityMedium);
  const low = sumOf(days, (day) => day.qualityLow);
  const failed = sumOf(days, (day) => day.qualityFailed);
  const shared = (turns: number) => ({ turns, share: ratio(turns, high + medium + low + failed) });
  return { high: shared(high), medium: shared(medium), low: shared(low), failed: shared(failed) };
}
