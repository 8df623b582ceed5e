import type { Locale } from "../../contract/common.ts";
import type { AskTurn } from "../../contract/conversations.ts";
import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import type { ModelsDep } from "../answering/model.ts";
import { refuse, type Refusal } from "../errors.ts";
import type { RandomDep } from "../random.ts";
import type { Conversation } from "./conversation.ts";
import type { Turn } from "./turn.ts";

/** The turn of an admitted question in an admitted conversation, or in a new one; refused when it names a model that is not there. */
export function newTurn(
  deps: RandomDep & ModelsDep,
  workspace: Authorized<Workspace>,
  conversation: Authorized<Conversation> | null,
  request: AskTurn,
  locale: Locale,
): Turn | Refusal {
  if (request.model !== undefined && !deps.models.some((model) => model.id === request.model)) {
    const known = deps.models.map((model) => model.id).join(", ");
    return refuse("validation_error", "There is no such model.", [
      { path: "model", message: `must be one of: ${known}` },
    ]);
  }
  return {
    ...turnIds(deps),
    workspace: workspace.value,
    conversation: conversation?.value ?? newConversation(deps, workspace),
    opensConversation: conversation === null,
    question: request.message,
    locale,
    fileIds: request.file_ids ?? [],
    documentIds: request.document_ids ?? null,
    modelId: request.model ?? null,
    topK: 5,
    sampling: {
      ...(request.temperature !== undefined && { temperature: request.temperature }),
      ...(request.max_tokens !== undefined && { maxTokens: request.max_tokens }),
    },
  };
}

/** A question outside any conversation; for it, only the passing journal will do. */
export function passingTurn(
  deps: RandomDep,
  workspace: Authorized<Workspace>,
  request: {
    readonly question: string;
    readonly documentIds: readonly string[] | null;
    readonly topK: number;
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
    modelId: null,
    sampling: {},
  };
}

function newConversation({ random }: RandomDep, workspace: Authorized<Workspace>): Conversation {
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
