import type { Synthesis } from "../../contract/synthesis.ts";
import type { Call } from "./call.ts";
import type { FailedAnswer } from "./failedAnswer.ts";
import type { FinishReason, Model, ModelEvent, TokenUsage } from "./model.ts";
import type { ModelAnswer } from "./modelAnswer.ts";
import type { ModeratorDep, ModeratorFailed, ModeratorStyle } from "./moderator.ts";
import type { OpeningDeps } from "./opening.ts";

/** What a caller hears while the answer comes. */
export type AnswerPart =
  | Extract<ModelEvent, { readonly type: "text" | "reasoning" | "tool_call" }>
  /** `from` broke off and `to` goes on from the text so far. */
  | { readonly type: "switched"; readonly from: Model; readonly to: Model }
  /** The answer was given before and comes from the response cache. */
  | { readonly type: "cached" }
  /** No model answered; passages of the evidence follow instead. */
  | { readonly type: "extracting" }
  /** One of several has come to its end, for better or worse. */
  | { readonly type: "answer"; readonly answer: ModelAnswer }
  /** All that will be heard are heard; one answer is being made of theirs. */
  | { readonly type: "moderating" }
  | ModeratorFailed;

/** Who wrote an answer: a model, or the moderator's rules. */
export type Author = Pick<Model, "id" | "provider" | "keyVariable">;

/** What became of the question: an answer, or the reason why no model gave one. */
export type Answer =
  | {
      readonly kind: "answered";
      readonly text: string;
      /** The one that finished it. */
      readonly model: Author;
      /** Of all models that wrote a part of it. */
      readonly usage: TokenUsage;
      readonly reason: FinishReason;
      /** Numbers of the sources that the text cites, by first mention. */
      readonly cited: readonly number[];
      /** It was given before and comes from the response cache. */
      readonly cached?: true;
      /** What each model said, or failed of, where it was moderated or several were asked. */
      readonly voices?: readonly ModelAnswer[];
      /** Where it was moderated. */
      readonly synthesis?: Synthesis;
    }
  | FailedAnswer;

export interface AnswerOptions {
  readonly continueMidstream: boolean;
  /** Numbers that may be cited; null leaves marks as they are. */
  readonly citable: readonly number[] | null;
  /** Answers when no model did and nothing was sent. */
  readonly lastResort: Model | null;
  /** For several at once: how many must have answered, and how long the others may still take then. */
  readonly quorum: number | null;
  readonly graceMs: number;
  readonly moderation: Moderation;
}

export interface Moderation {
  /** `all` analyses a single answer too; with `none` the best of several is given as it is. */
  readonly of: "several" | "all" | "none";
  readonly style: ModeratorStyle;
  /** The longest that one moderator is waited for. */
  readonly timeoutMs: number;
}

export type AnswerDeps = OpeningDeps & ModeratorDep;

export type Answering = (
  deps: AnswerDeps,
  models: readonly Model[],
  call: Call,
  options: AnswerOptions,
  signal: AbortSignal,
) => AsyncGenerator<AnswerPart, Answer>;
