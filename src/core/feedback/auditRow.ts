import { preview } from "../preview.ts";
import { requiresVerification } from "../requiresVerification.ts";
import type { MeasuredTurn } from "../measuring/measuredTurn.ts";
import type { Settlement, Turn } from "../sessions/turn.ts";
import type { AuditRow } from "./audit.ts";
import { citedSources, confidenceOf, type TermsDep } from "./confidence.ts";

/** What the books keep of an ended turn; null settlement: it broke before it had an ending. */
export function auditRow(
  deps: TermsDep,
  turn: Turn,
  settlement: Settlement | null,
  { at, outcome, totalMs, firstContentMs }: MeasuredTurn,
): AuditRow {
  const text = settlement?.message?.content ?? "";
  const metadata = settlement?.message?.metadata ?? {};
  const { value } =
    metadata.retrieval?.confidence ??
    confidenceOf(deps, { question: turn.question, text, at, outcome, metadata });
  const cited = citedSources(text, metadata.sources ?? []);
  const sourceCount = new Set(cited.map(({ doc_id }) => doc_id)).size;
  return {
    workspaceId: turn.workspace.id,
    id: turn.id,
    at,
    channel: turn.channel,
    conversationId: turn.conversation.id,
    turnId: turn.id,
    actor: turn.conversation.actor,
    phone: null,
    client: turn.client,
    outcome,
    model: metadata.model ?? null,
    intent: null,
    confidence: value,
    sources: [...new Set(cited.map(({ doc_name }) => doc_name))],
    sourceCount,
    preview: preview(text),
    firstAnswerMs: firstContentMs,
    latencyMs: totalMs,
    requiresVerification: requiresVerification(value, sourceCount),
  };
}
