import type { Locale } from "../../contract/common.ts";
import type { Synthesis } from "../../contract/synthesis.ts";
import type { Evidence, Model, ModelRequest } from "./model.ts";
import type { Failure } from "./modelError.ts";

/** One whole answer of those that are to become one. */
export interface Voice {
  /** Id of its model. */
  readonly model: string;
  readonly text: string;
  /** Its model ended it by itself. */
  readonly isWhole: boolean;
}

export interface ModeratorStyle {
  /** How the workspace wants it to speak; null: plainly. */
  readonly personality: string | null;
  readonly temperature: number | null;
}

export interface Deliberation {
  readonly question: string;
  readonly locale: Locale;
  /** One or more, in the order they came. */
  readonly voices: readonly Voice[];
  readonly evidence: readonly Evidence[];
  /** What was said before the question, oldest first. */
  readonly before?: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
  readonly style: ModeratorStyle;
  /** Models that answered whole: they moderate where no others are configured. */
  readonly answerers?: readonly Model[];
}

/** A call of a moderator model: what it wrote to its end, or what it failed of. */
export type ModeratorReply =
  | { readonly text: string; readonly failure: null }
  | { readonly text: null; readonly failure: Failure };

export type ModeratorRequest = Pick<ModelRequest, "messages" | "temperature" | "maxTokens" | "output">;

/** Calls the model once, its retries included, within a share of the time that is left. */
export type AskModerator = (model: Model, request: ModeratorRequest) => Promise<ModeratorReply>;

/** A moderator model that gave nothing usable; another way is taken. */
export interface ModeratorFailed {
  readonly type: "moderator_failed";
  /** Null when it was no model's fault. */
  readonly model: Model | null;
  /** A class of failure, or what was wrong with its synthesis. */
  readonly reason: string;
}

export interface Moderated {
  readonly text: string;
  /** Null when no model wrote it. */
  readonly model: Model | null;
  /** Without the usage, which the caller knows. */
  readonly synthesis: Omit<Synthesis, "usage">;
}

/** Makes one answer of several. It always gives one: a moderator model's, else one made by rules alone. */
export interface Moderator {
  /** It may call models, and needs time for it. */
  readonly asksModels: boolean;
  /** Rejects only as `ask` does: with the signal's reason, or with a bug. */
  moderate(deliberation: Deliberation, ask: AskModerator): AsyncGenerator<ModeratorFailed, Moderated>;
  /** Place of the voice that answers best as it stands. */
  best(deliberation: Deliberation): number;
}

export interface ModeratorDep {
  readonly moderator: Moderator;
}
