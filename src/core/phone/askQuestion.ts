import type { ErrorCode } from "../../contract/errors.ts";
import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import type { Said } from "../sessions/conversation.ts";
import type { Origin } from "../sessions/turn.ts";

/** What the documents and the models are asked. */
export interface PhoneQuestion {
  readonly workspace: Authorized<Workspace, "query:ask">;
  readonly question: string;
  /** What was said before, oldest first. */
  readonly history: readonly Said[];
  readonly origin: Origin;
}

export interface PhoneAnswer {
  readonly turnId: string;
  /** Plain: without marks that point to sources. */
  readonly text: string;
  /** False where documents and models had nothing to say, and the text only says so. */
  readonly isAnswered: boolean;
  readonly model: string | null;
  /** How well the documents bear it out, 0..1. */
  readonly confidence: number;
  /** Names of the cited documents, each once. */
  readonly sources: readonly string[];
  /** Cited documents. */
  readonly sourceCount: number;
}

/** Nobody could answer, or may be asked. */
export interface Unanswered {
  readonly unanswered: ErrorCode;
  /** Null where no turn began. */
  readonly turnId: string | null;
}

/** Asks one question to its end. Throws AppError when a store is out of reach. */
export type AskQuestion = (question: PhoneQuestion) => Promise<PhoneAnswer | Unanswered>;

export interface AskQuestionDep {
  readonly askQuestion: AskQuestion;
}

export function isUnanswered(answer: PhoneAnswer | Unanswered): answer is Unanswered {
  return "unanswered" in answer;
}
