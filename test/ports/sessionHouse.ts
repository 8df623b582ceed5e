import type { MessageMetadata } from "../../src/contract/conversations.ts";
import { createConversationRecords } from "../../src/adapters/records/conversationRecords.ts";
import { createTurnRecords } from "../../src/adapters/records/turnRecords.ts";
import type { Conversation, ConversationRecords } from "../../src/core/sessions/conversation.ts";
import { runningTurn, type Fork, type Turn, type TurnRecords } from "../../src/core/sessions/turn.ts";
import type { RecordsHouse } from "./records.ts";

/** Conversations and turns on some engine, and short ways to have some. */
export interface SessionHouse {
  readonly conversations: ConversationRecords;
  readonly turns: TurnRecords;
  readonly newConversation: (title?: string, actor?: string) => Promise<Conversation>;
  /** In the branch that the given conversation says. */
  readonly newTurn: (conversation: Conversation, question: string, fork?: Fork) => Turn;
  /** A turn that is asked and answered. */
  say(
    conversation: Conversation,
    question: string,
    answer: string,
    more?: { readonly fork?: Fork; readonly metadata?: MessageMetadata },
  ): Promise<Turn>;
}

export function sessionHouse(house: RecordsHouse): SessionHouse {
  const conversations = createConversationRecords(house);
  const turns = createTurnRecords(house);

  const newTurn: SessionHouse["newTurn"] = (conversation, question, fork) => {
    const id = house.random.id();
    const userMessageId = house.random.id();
    return {
      id,
      workspace: {
        id: conversation.workspaceId,
        name: "w",
        description: "",
        visibility: "private",
        owner: "ana",
        settings: { grounding: "open" },
        createdAt: 0,
        updatedAt: 0,
      },
      conversation,
      opensConversation: false,
      ...(fork && { fork }),
      userMessageId: fork?.questionId ?? userMessageId,
      assistantMessageId: house.random.id(),
      question,
      locale: "es",
      fileIds: [],
      documentIds: null,
      asked: { models: [], strategy: "single" },
      context: { topK: 5, similarityThreshold: 0, tokens: 3_000 },
      memory: [],
      asker: { id: "ana", role: "member", scopes: [], workspaces: [] },
      channel: "chat",
      client: null,
      mode: "auto",
      moderated: "several",
      sampling: {},
    };
  };

  return {
    conversations,
    turns,
    newConversation(title = "", actor = "ana") {
      return conversations.create({ workspaceId: house.random.id(), id: house.random.id(), actor, title });
    },
    newTurn,
    async say(conversation, question, answer, { fork, metadata = {} } = {}) {
      const turn = newTurn(conversation, question, fork);
      await turns.begin(turn);
      const message = { content: answer, metadata };
      await turns.settle(runningTurn(turn, 0), { outcome: "completed", message }, []);
      return turn;
    },
  };
}
