import type { ReplyType } from "../../contract/phone.ts";
import type { Said } from "../sessions/conversation.ts";
import type { AssistantMemory, Understanding } from "../understanding/assistant.ts";

/** A conversation with one phone. */
export interface PhoneSession {
  readonly workspaceId: string;
  /** Not to be guessed; begins with the mark of who opened it. */
  readonly id: string;
  /** E.164. */
  readonly phone: string;
  readonly memory: AssistantMemory;
  /** Differs whenever the stored memory does. */
  readonly revision: string;
  readonly createdAt: number;
  readonly lastActivity: number;
}

/** One message of a person and what was made of it. */
export interface Exchange {
  readonly workspaceId: string;
  /** Later ones sort after earlier ones. */
  readonly id: string;
  readonly sessionId: string;
  readonly phone: string;
  readonly message: string;
  readonly understood: Pick<Understanding, "intent" | "entities" | "missing" | "confidence">;
  readonly createdAt: number;
}

/** What was said to it. */
export interface KeptReply {
  readonly text: string;
  readonly type: ReplyType;
  /** The turn that answered; null where none was needed. */
  readonly turnId: string | null;
}

/** A session as a list shows it. */
export interface PhoneSessionSummary extends Omit<PhoneSession, "memory" | "revision"> {
  readonly pending: string | null;
  readonly exchanges: number;
}

/** Throws AppError `database_unavailable`. Times are milliseconds since the epoch. */
export interface PhoneRecords {
  /** Over or not. */
  find(workspaceId: string, id: string): Promise<PhoneSession | null>;
  /** The phone's latest one whose id begins with `mark`, active at `since` or later. */
  latest(workspaceId: string, phone: string, mark: string, since: number): Promise<PhoneSession | null>;
  /** One commit: the new session; the phone's sessions without activity since `since` are forgotten. */
  open(session: Omit<PhoneSession, "revision">, since: number): Promise<PhoneSession>;
  /**
   * One commit: the message, and what is remembered from now on. False, with nothing changed, when the session is gone
   * or remembers something else than it did: compare and set, so that two processes lose nothing of each other.
   */
  take(session: PhoneSession, memory: AssistantMemory, exchange: Exchange): Promise<boolean>;
  /** Completes a taken message; doing it again changes nothing. False when the exchange is gone: its person was erased. */
  complete(exchange: Pick<Exchange, "workspaceId" | "id">, reply: KeptReply): Promise<boolean>;
  /** The newest `limit` exchanges of the session before this one, oldest first; failures to answer are not said. */
  said(exchange: Exchange, limit: number): Promise<readonly Said[]>;
  /** Those whose id begins with `mark`, active at `since` or later, latest activity first. */
  list(
    workspaceId: string,
    options: {
      readonly phone?: string | undefined;
      readonly mark: string;
      readonly since: number;
      readonly limit: number;
    },
  ): Promise<readonly PhoneSessionSummary[]>;
}

export interface PhoneRecordsDep {
  readonly phoneRecords: PhoneRecords;
}
