import type { OrchestrationCleanup } from "../../contract/orchestration.ts";
import type { TurnFiguresDep } from "./turnLedger.ts";

/** Forgets the daily figures before the last `daysToKeep`. Throws AppError `database_unavailable`. */
export async function cleanUpFigures(
  { turnFigures }: TurnFiguresDep,
  daysToKeep: number,
  signal: AbortSignal,
): Promise<OrchestrationCleanup> {
  const { turnDays, stepDays, modelDays, pathDays } = await turnFigures.forget(daysToKeep, signal);
  const kept = await turnFigures.turnDays({ days: daysToKeep });
  return {
    days_to_keep: daysToKeep,
    removed: { turn_days: turnDays, step_days: stepDays, model_days: modelDays, path_days: pathDays },
    kept: { days: kept.length, since: kept[0]?.day ?? null },
  };
}
