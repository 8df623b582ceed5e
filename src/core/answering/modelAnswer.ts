import type { FinishReason, Model, TokenUsage } from "./model.ts";
import type { Failure } from "./modelError.ts";

/** What one of several models said, or what it failed of. */
export interface ModelAnswer {
  readonly model: Model;
  /** Null when it was whole. */
  readonly failure: Failure | null;
  /** With a failure, the part that came before it. */
  readonly text: string;
  readonly reason: FinishReason | null;
  readonly usage: TokenUsage | null;
  readonly cited: readonly number[];
  readonly firstContentMs: number | null;
  readonly latencyMs: number;
}
