import type { ComparedAnswers } from "./comparedAnswers.ts";
import type { Dispute } from "./disputes.ts";
import type { Emphasis } from "./emphasis.ts";
import type { Refuted } from "./refutedStatements.ts";
import type { Statement } from "./statements.ts";

/** What a synthesis is written from. */
export interface Material {
  readonly compared: ComparedAnswers;
  readonly agreed: readonly Statement[];
  readonly refuted: readonly Refuted[];
  /** The plain ones. */
  readonly disputes: readonly Dispute[];
  readonly emphasis: Emphasis;
  /** Questions that stay open between the answers. */
  readonly open: readonly string[];
  /** The best answer has to stand as it is, because sentences taken out of it would not serve. */
  readonly needsExcerpt: boolean;
}
