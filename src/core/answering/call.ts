import type { AttemptPhase } from "../../contract/events.ts";
import type { StrategyName } from "../../contract/strategies.ts";
import type { Model, ModelRequest } from "./model.ts";
import type { AttemptRow } from "./usage.ts";

/** One question to the models: what all its attempts share. */
export interface Call {
  readonly workspaceId: string;
  /** Null outside any turn. */
  readonly turnId: string | null;
  readonly strategy: StrategyName;
  readonly phase: AttemptPhase;
  /** Each model has its own prompt, cut to its window. */
  readonly requestFor: (model: Model) => ModelRequest;
  /** By `clock.elapsed()`; waiting beyond it is pointless. */
  readonly deadline: number;
  /** Filled as attempts end. */
  readonly attempts: AttemptRow[];
}
