import type { AskTurn } from "../../contract/conversations.ts";
import type { QueryRequest } from "../../contract/query.ts";
import type { Authorized, OwnedGrant } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import type { Chosen } from "../answering/choosing.ts";
import type { RandomDep } from "../random.ts";
import type { Conversation, Said } from "./conversation.ts";
import type { PosedQuestion } from "./poseQuestion.ts";
import type { ContextLimits, Origin, Turn } from "./turn.ts";

/** Where a question may be asked: in a conversation, which brings its own workspace, or in a new one of a workspace. */
export type AskingPlace =
  | OwnedGrant<Conversation, "query:ask" | "query:stream">
  | Authorized<Workspace, "query:ask" | "query:stream">;

/** The turn of an admitted question, to be answered by the chosen models. */
export function newTurn(
  deps: RandomDep,
  place: AskingPlace,
  asked: Chosen,
  request: PosedQuestion,
  origin: Origin,
): Turn {
  const [workspace, conversation] =
    "owned" in place ? [place.workspace, place.owned.value] : [place, newConversation(deps, place)];
  const ids = turnIds(deps);
  const { fork } = request;
  return {
    ...ids,
    ...(fork && { fork, userMessageId: fork.questionId ?? ids.userMessageId }),
    ...origin,
    asker: workspace.actor,
    workspace: workspace.value,
    conversation,
    opensConversation: !("owned" in place),
    question: request.message,
    fileIds: request.file_ids ?? [],
    documentIds: request.document_ids ?? null,
    asked,
    context: contextOf(5),
    memory: "owned" in place ? "conversation" : [],
    mode: request.conversation_mode ?? "auto",
    moderated: "several",
    sampling: samplingOf(request),
  };
}

/** Reading passages and asking are one thing to a passing turn. */
export type QueryScope = "query:search" | "query:ask" | "query:stream";

/** A question outside any conversation; for it, only the passing journal will do. */
export function passingTurn(
  deps: RandomDep,
  workspace: Authorized<Workspace, QueryScope>,
  request: {
    readonly question: string;
    readonly documentIds: readonly string[] | null;
    readonly topK: number;
    readonly asked: Chosen;
    /** What was said before, as the asker tells it. */
    readonly history?: readonly Said[];
  },
  origin: Origin,
): Turn {
  return {
    ...turnIds(deps),
    ...origin,
    asker: workspace.actor,
    workspace: workspace.value,
    conversation: newConversation(deps, workspace),
    opensConversation: true,
    question: request.question,
    documentIds: request.documentIds,
    asked: request.asked,
    fileIds: [],
    context: contextOf(request.topK),
    memory: request.history ?? [],
    mode: "auto",
    moderated: "several",
    sampling: {},
  };
}

/** What a query of a project leans on; its token limit is that of any turn's evidence. */
export const queryContext: ContextLimits = { topK: 10, similarityThreshold: 0.1, tokens: 3_000 };

/** A query of a project: a turn of its own, kept as an interaction. For it, only the interaction's journal will do. */
export function queryTurn(
  deps: RandomDep,
  workspace: Authorized<Workspace, "query:ask" | "query:stream">,
  asked: Chosen,
  request: QueryRequest,
  origin: Origin,
): Turn {
  const { user_prompt_text: question, conversation_mode: mode } = request;
  return {
    ...turnIds(deps),
    ...origin,
    asker: workspace.actor,
    workspace: workspace.value,
    conversation: newConversation(deps, workspace),
    opensConversation: true,
    question,
    fileIds: [],
    documentIds: null,
    asked,
    context: request.include_context ? queryContext : null,
    memory: "interactions",
    mode,
    moderated: "all",
    sampling: samplingOf(request),
  };
}

/** For any other turn: what fits into 12,000 characters. */
function contextOf(topK: number): ContextLimits {
  return { ...queryContext, topK, similarityThreshold: 0 };
}

function samplingOf(request: Pick<AskTurn, "temperature" | "max_tokens">): Turn["sampling"] {
  return {
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.max_tokens !== undefined && { maxTokens: request.max_tokens }),
  };
}

function newConversation({ random }: RandomDep, workspace: Authorized<Workspace, QueryScope>): Conversation {
  return {
    workspaceId: workspace.value.id,
    id: random.id(),
    actor: workspace.actor.id,
    title: "",
    pinned: false,
    branchId: "",
    createdAt: 0,
    updatedAt: 0,
  };
}

function turnIds({ random }: RandomDep): Pick<Turn, "id" | "userMessageId" | "assistantMessageId"> {
  return { id: random.id(), userMessageId: random.id(), assistantMessageId: random.id() };
}
