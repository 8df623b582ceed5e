import type { Locale } from "../../contract/common.ts";
import type { AskTurn } from "../../contract/conversations.ts";
import type { Authorized, OwnedGrant } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import type { Chosen } from "../answering/choosing.ts";
import type { RandomDep } from "../random.ts";
import type { Conversation } from "./conversation.ts";
import type { Turn } from "./turn.ts";

/** Where a question may be asked: in a conversation, which brings its own workspace, or in a new one of a workspace. */
export type AskingPlace =
  | OwnedGrant<Conversation, "query:ask" | "query:stream">
  | Authorized<Workspace, "query:ask" | "query:stream">;

/** The turn of an admitted question, to be answered by the chosen models. */
export function newTurn(
  deps: RandomDep,
  place: AskingPlace,
  asked: Chosen,
  request: AskTurn,
  locale: Locale,
): Turn {
  const [workspace, conversation] =
    "owned" in place ? [place.workspace, place.owned.value] : [place, newConversation(deps, place)];
  return {
    ...turnIds(deps),
    workspace: workspace.value,
    conversation,
    opensConversation: !("owned" in place),
    question: request.message,
    locale,
    fileIds: request.file_ids ?? [],
    documentIds: request.document_ids ?? null,
    asked,
    topK: 5,
    sampling: {
      ...(request.temperature !== undefined && { temperature: request.temperature }),
      ...(request.max_tokens !== undefined && { maxTokens: request.max_tokens }),
    },
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
    readonly history?: NonNullable<Turn["history"]>;
  },
  locale: Locale,
): Turn {
  return {
    ...turnIds(deps),
    workspace: workspace.value,
    conversation: newConversation(deps, workspace),
    opensConversation: true,
    ...request,
    locale,
    fileIds: [],
    sampling: {},
  };
}

function newConversation({ random }: RandomDep, workspace: Authorized<Workspace, QueryScope>): Conversation {
  return {
    workspaceId: workspace.value.id,
    id: random.id(),
    actor: workspace.actor.id,
    title: "",
    pinned: false,
    createdAt: 0,
    updatedAt: 0,
  };
}

function turnIds({ random }: RandomDep): Pick<Turn, "id" | "userMessageId" | "assistantMessageId"> {
  return { id: random.id(), userMessageId: random.id(), assistantMessageId: random.id() };
}
