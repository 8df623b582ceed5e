import type { ConversationMode } from "../../contract/common.ts";
import type { QueryResponse } from "../../contract/query.ts";
import type { Said } from "./conversation.ts";

/** One query of a project with all that came of it; it belongs to the actor who asked. */
export interface Interaction {
  readonly workspaceId: string;
  readonly id: string;
  /** Actor id. */
  readonly actor: string;
  readonly question: string;
  readonly mode: ConversationMode;
  readonly answer: QueryResponse;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** An interaction as a list shows it. */
export interface InteractionSummary {
  readonly id: string;
  /** First 200 characters, whole code points. */
  readonly question: string;
  readonly synthesis: string;
  readonly quality: QueryResponse["moderator_quality"];
  readonly fallbackUsed: boolean;
  readonly processingMs: number;
  readonly createdAt: number;
}

/** Throws AppError `database_unavailable`. */
export interface InteractionRecords {
  /** Saving what is saved already changes nothing. Throws `not_found` when the workspace is gone. */
  save(interaction: Interaction): Promise<void>;
  find(workspaceId: string, id: string): Promise<Interaction | null>;
  /** The actor's own, newest first; pages count from 1. */
  list(
    workspaceId: string,
    actor: string,
    page: { readonly page: number; readonly perPage: number },
  ): Promise<{ readonly items: readonly InteractionSummary[]; readonly total: number }>;
  /** False when it was gone. */
  remove(workspaceId: string, id: string): Promise<boolean>;
  /** The actor's newest `limit` questions with their answers in this workspace, oldest first. */
  said(workspaceId: string, actor: string, limit: number): Promise<readonly Said[]>;
}

export interface InteractionRecordsDep {
  readonly interactions: InteractionRecords;
}
