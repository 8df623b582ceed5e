import type { StepName } from "../../contract/events.ts";
import type { StrategyName } from "../../contract/strategies.ts";

/** A turn that is running here: nothing of what is said, by whom or where. */
export interface ActiveTurn {
  readonly strategy: StrategyName;
  /** The step that runs now; null between two steps. */
  readonly stage: StepName | null;
  /** Milliseconds since its start. */
  readonly ageMs: number;
}

export interface ActiveTurnsDep {
  readonly activeTurns: () => readonly ActiveTurn[];
}
