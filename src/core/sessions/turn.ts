import type { ConversationMode, Locale } from "../../contract/common.ts";
import type { MessageMetadata } from "../../contract/conversations.ts";
import type { TurnEventName, TurnOutcome } from "../../contract/events.ts";
import type { Actor } from "../access/actor.ts";
import type { Workspace } from "../access/workspace.ts";
import type { Chosen } from "../answering/choosing.ts";
import type { Place } from "./branch.ts";
import type { Conversation, Said } from "./conversation.ts";

/** One admitted question and how it is to be answered. */
export interface Turn extends Origin {
  readonly id: string;
  /** The policy has admitted it; documents may still be restricted to some roles. */
  readonly asker: Actor;
  readonly workspace: Workspace;
  readonly conversation: Conversation;
  /** The conversation is made together with this, its first question. */
  readonly opensConversation: boolean;
  /** Left out where the conversation simply goes on. */
  readonly fork?: Fork;
  readonly userMessageId: string;
  readonly assistantMessageId: string;
  readonly question: string;
  /** Uploaded documents that the question brings along. */
  readonly fileIds: readonly string[];
  /** Only these documents; null means the conversation's, or the whole workspace when it has none. */
  readonly documentIds: readonly string[] | null;
  /** Who answers it, and how. */
  readonly asked: Chosen;
  /** Null leaves the documents out. */
  readonly context: ContextLimits | null;
  /** What was said before, oldest first, when the asker tells; else where it is read. */
  readonly memory: readonly Said[] | "conversation" | "interactions";
  /** Whether the question is to be understood from what was said before. */
  readonly mode: ConversationMode;
  /** Which answers the moderator looks at: several, to make one of them, or a single one too. */
  readonly moderated: "several" | "all";
  readonly sampling: { readonly temperature?: number; readonly maxTokens?: number };
}

/** Where a turn leaves its conversation for a branch of its own, which has the turn's id. */
export interface Fork extends Place {
  /** The question that is answered anew, `userMessageId` of the turn; null when another one is asked in its place. */
  readonly questionId: string | null;
}

export const channels = ["chat", "ask", "query", "openai", "phone"] as const;
export type Channel = (typeof channels)[number];

/** Channels that enter their answers in the books themselves, those without a turn among them. */
export const keepsOwnBooks: ReadonlySet<Channel> = new Set<Channel>(["phone"]);

/** Where a question came in, and the language of what people are told about it. */
export interface Origin {
  readonly locale: Locale;
  readonly channel: Channel;
  /** What the caller says it is (`User-Agent`), at most 200 characters. */
  readonly client: string | null;
  /** Actor id of the person for whom another's key asks: the turn is theirs too, and ends when they are erased. */
  readonly onBehalfOf?: string;
}

/** How much of the documents an answer may lean on. */
export interface ContextLimits {
  readonly topK: number;
  /** Passages less similar to the question are left out, 0..1. */
  readonly similarityThreshold: number;
  /** Estimated, at four characters a token. */
  readonly tokens: number;
}

export interface StoredTurn {
  readonly workspaceId: string;
  readonly id: string;
  readonly conversationId: string;
  readonly actor: string;
  readonly userMessageId: string;
  readonly assistantMessageId: string;
  /** Where its messages are kept, whichever branch is read meanwhile. */
  readonly branchId: string;
  readonly status: "running" | TurnOutcome;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** An event as it goes out: `seq` runs from 1 in its turn, `data` is its JSON, written once. */
export interface LoggedEvent {
  readonly seq: number;
  readonly event: TurnEventName;
  readonly data: string;
}

/** How a turn ended and what is kept of its answer. */
export interface Settlement {
  readonly outcome: TurnOutcome;
  /** Null when there is nothing to keep. */
  readonly message: { readonly content: string; readonly metadata: MessageMetadata } | null;
}

/** Throws AppError `database_unavailable`, and `not_found` from `begin` when the conversation or the branch is gone. */
export interface TurnRecords {
  /**
   * One commit: the question, the running turn and its fork, which becomes the conversation's branch; the conversation
   * takes its title from its first question.
   */
  begin(turn: Turn): Promise<void>;
  /** Keeps a stretch of events of a running turn; nothing of one that is gone. */
  append(turn: Pick<StoredTurn, "workspaceId" | "id">, events: readonly LoggedEvent[]): Promise<void>;
  /**
   * One commit: outcome, message and the rest of the events. A turn that has ended already stays as it is; of one that is
   * gone, nothing is kept.
   */
  settle(turn: StoredTurn, settlement: Settlement, events: readonly LoggedEvent[]): Promise<void>;
  find(id: string): Promise<StoredTurn | null>;
  /** Kept events with `seq` over `after`, ascending. */
  events(turn: StoredTurn, after: number): Promise<LoggedEvent[]>;
  /** Turns without an end, oldest first. */
  running(): Promise<StoredTurn[]>;
}

export interface TurnRecordsDep {
  readonly turns: TurnRecords;
}

/** A begun turn as its row stands. */
export function runningTurn(turn: Turn, startedAt: number): StoredTurn {
  return {
    workspaceId: turn.workspace.id,
    id: turn.id,
    conversationId: turn.conversation.id,
    actor: turn.conversation.actor,
    userMessageId: turn.userMessageId,
    assistantMessageId: turn.assistantMessageId,
    branchId: turn.fork ? turn.id : turn.conversation.branchId,
    status: "running",
    startedAt,
    endedAt: null,
  };
}
