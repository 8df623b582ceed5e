import { instant } from "../../contract/instant.ts";
import type { AuditEntry, AuditFilter, AuditRecordsDep } from "./audit.ts";
import { csvLine } from "./csvLine.ts";

const rowsAtOnce = 500;

const columns = [
  "id",
  "workspace_id",
  "at",
  "channel",
  "conversation_id",
  "actor",
  "phone",
  "client",
  "outcome",
  "model",
  "intent",
  "confidence",
  "source_count",
  "sources",
  "preview",
  "first_answer_ms",
  "latency_ms",
  "requires_verification",
  "checked_by",
  "checked_at",
];

/** All entries that fit, newest first, a page at a time. */
export async function* auditCsv(
  { audits }: AuditRecordsDep,
  filter: AuditFilter,
): AsyncGenerator<string, void> {
  yield csvLine(columns);
  let after: AuditEntry | undefined;
  do {
    const entries: readonly AuditEntry[] = await audits.list(filter, {
      limit: rowsAtOnce,
      ...(after && { after }),
    });
    if (entries.length > 0) yield entries.map(line).join("");
    after = entries.length < rowsAtOnce ? undefined : entries.at(-1);
  } while (after);
}

function line(entry: AuditEntry): string {
  return csvLine([
    entry.id,
    entry.workspaceId,
    instant(entry.at),
    entry.channel,
    entry.conversationId,
    entry.actor,
    entry.phone,
    entry.client,
    entry.outcome,
    entry.model,
    entry.intent,
    entry.confidence,
    entry.sourceCount,
    entry.sources.join("; "),
    entry.preview,
    entry.firstAnswerMs,
    entry.latencyMs,
    entry.requiresVerification,
    entry.checkedBy,
    entry.checkedAt === null ? null : instant(entry.checkedAt),
  ]);
}
