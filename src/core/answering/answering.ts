import type { Call } from "./call.ts";
import type { FailedAnswer } from "./failedAnswer.ts";
import type { FinishReason, Model, ModelEvent, TokenUsage } from "./model.ts";
import type { ModelAnswer } from "./modelAnswer.ts";
import type { OpeningDeps } from "./opening.ts";
import type { ScoreDep } from "./score.ts";

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
  | { readonly type: "answer"; readonly answer: ModelAnswer };

/** What became of the question: an answer, or the reason why no model gave one. */
export type Answer =
  | {
      readonly kind: "answered";
      readonly text: string;
      /** The one that finished it. */
      readonly model: Model;
      /** Of all models that wrote a part of it. */
      readonly usage: TokenUsage;
      readonly reason: FinishReason;
      /** Numbers of the sources that the text cites, by first mention. */
      readonly cited: readonly number[];
      /** It was given before and comes from the response cache. */
      readonly cached?: true;
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
}

export type AnswerDeps = OpeningDeps & ScoreDep;

export type Answering = (
  deps: AnswerDeps,
  models: readonly Model[],
  call: Call,
  options: AnswerOptions,
  signal: AbortSignal,
) => AsyncGenerator<AnswerPart, Answer>;
