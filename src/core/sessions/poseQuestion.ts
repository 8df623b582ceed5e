import type { AskTurn } from "../../contract/conversations.ts";
import { refuse, type Refusal } from "../errors.ts";
import { placeOf } from "./branch.ts";
import type { Conversation, ConversationRecordsDep } from "./conversation.ts";
import type { Fork, TurnRecordsDep } from "./turn.ts";

/** What is asked, and where the conversation forks for it; left out where it simply goes on. */
export interface PosedQuestion extends AskTurn {
  readonly message: string;
  readonly fork?: Fork;
}

/**
 * The question of a request: its own message, another one in an old one's place, or an old one that is to be answered
 * anew, with the documents it was limited to. `conversation` is null for a question that opens one.
 */
export async function poseQuestion(
  deps: ConversationRecordsDep & TurnRecordsDep,
  conversation: Conversation | null,
  request: AskTurn,
): Promise<PosedQuestion | Refusal> {
  const { message, regenerate_of, edit_of } = request;
  if (regenerate_of !== undefined && edit_of !== undefined)
    return invalid("edit_of", "Send either regenerate_of or edit_of, not both.");
  if (regenerate_of !== undefined) {
    return message === undefined
      ? askAgain(deps, conversation, request, regenerate_of)
      : invalid("message", "Leave it out: the question stays. To ask another one in its place, use edit_of.");
  }
  if (message === undefined)
    return invalid(
      "message",
      "Write a question, or name in regenerate_of the answer that shall be given anew.",
    );
  if (edit_of === undefined) return { ...request, message };

  const edited = conversation && (await deps.conversations.message(conversation, edit_of));
  if (!conversation || !edited) return invalid("edit_of", noMessage);
  if (edited.role !== "user")
    return invalid("edit_of", "This is an answer. Name the question, or use regenerate_of.");
  const place = placeOf(edited, await deps.conversations.branches(conversation));
  return { ...request, message, fork: { ...place, questionId: null } };
}

async function askAgain(
  deps: ConversationRecordsDep & TurnRecordsDep,
  conversation: Conversation | null,
  request: AskTurn,
  answerId: string,
): Promise<PosedQuestion | Refusal> {
  const answer = conversation && (await deps.conversations.message(conversation, answerId));
  if (!conversation || !answer) return invalid("regenerate_of", noMessage);
  if (answer.role !== "assistant")
    return invalid("regenerate_of", "This is a question. Name its answer, or use edit_of.");
  const turn = await deps.turns.find(answer.turnId);
  const question = turn && (await deps.conversations.message(conversation, turn.userMessageId));
  if (!question) return invalid("regenerate_of", noMessage);
  const { document_ids = question.metadata.document_ids } = request;
  const place = placeOf(answer, await deps.conversations.branches(conversation));
  return {
    ...request,
    message: question.content,
    ...(document_ids && { document_ids }),
    fork: { ...place, questionId: question.id },
  };
}

const noMessage = "There is no such message in this conversation.";

function invalid(path: string, message: string): Refusal {
  return refuse("validation_error", "Some fields are not valid.", [{ path, message }]);
}
