import type { TurnOutcome } from "../../contract/events.ts";
import type { Channel } from "../sessions/turn.ts";

/** One answer for the books: who had it, from what, and how sure it is. */
export interface AuditRow {
  readonly workspaceId: string;
  /** The turn's id, or the phone exchange's. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly channel: Channel;
  /** Or the phone session's id. */
  readonly conversationId: string;
  readonly turnId: string | null;
  /** Actor id. */
  readonly actor: string;
  /** E.164, of the phone channel alone. */
  readonly phone: string | null;
  readonly client: string | null;
  readonly outcome: TurnOutcome;
  /** Null where no model answered. */
  readonly model: string | null;
  readonly intent: string | null;
  /** 0..1. */
  readonly confidence: number;
  /** Names of the documents that were cited, each once. */
  readonly sources: readonly string[];
  readonly sourceCount: number;
  /** The answer's first 200 characters. */
  readonly preview: string;
  readonly firstAnswerMs: number | null;
  readonly latencyMs: number;
  readonly requiresVerification: boolean;
}

/** Best effort: never throws and nobody waits; what cannot be kept is counted and logged. */
export interface AuditBook {
  record(row: AuditRow): void;
}

export interface AuditBookDep {
  readonly auditBook: AuditBook;
}

/** A row as it is read back. */
export interface AuditEntry extends AuditRow {
  /** Actor id of who has looked at the answer; null while nobody has. */
  readonly checkedBy: string | null;
  readonly checkedAt: number | null;
}

/** What is left out is not asked for. Times are milliseconds since the epoch. */
export interface AuditFilter {
  readonly workspaceId?: string;
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  readonly actor?: string;
  readonly channel?: Channel;
  readonly requiresVerification?: boolean;
  readonly checked?: boolean;
}

/** Where a page of entries ended. */
export type AuditCursor = Pick<AuditRow, "at" | "id">;

/** Sees all that was recorded before. Throws AppError `database_unavailable`. */
export interface AuditRecords {
  /** Newest first. */
  list(
    filter: AuditFilter,
    page: { readonly limit: number; readonly after?: AuditCursor },
  ): Promise<AuditEntry[]>;
  /** Null when there is no such entry; one that is checked already keeps by whom and when. */
  check(id: string, by: string, isChecked: boolean): Promise<AuditEntry | null>;
}

export interface AuditRecordsDep {
  readonly audits: AuditRecords;
}
