import type { ReplyType } from "../../contract/phone.ts";
import { roundMs } from "../clock.ts";
import type { AuditRow } from "../feedback/audit.ts";
import { preview } from "../preview.ts";
import { requiresVerification } from "../requiresVerification.ts";
import { isUnanswered, type PhoneAnswer, type Unanswered } from "./askQuestion.ts";
import type { Exchange } from "./phoneSession.ts";

/** A reply for the books. One said without a model leans on no document: it is as sure as its intent. */
export function auditRow(
  { workspaceId, id, sessionId, phone, understood }: Exchange,
  said: { readonly text: string; readonly type: ReplyType },
  answer: PhoneAnswer | Unanswered | null,
  {
    client,
    at,
    latencyMs,
  }: { readonly client: string | null; readonly at: number; readonly latencyMs: number },
): AuditRow {
  const isFailed = said.type === "error";
  const answered = answer && !isUnanswered(answer) ? answer : null;
  const confidence = isFailed ? 0 : (answered?.confidence ?? understood.confidence);
  const sourceCount = answered?.sourceCount ?? 0;
  return {
    workspaceId,
    id,
    at,
    channel: "phone",
    conversationId: sessionId,
    turnId: answer?.turnId ?? null,
    actor: `phone:${phone}`,
    phone,
    client,
    outcome: isFailed ? "failed" : "completed",
    model: answered?.model ?? null,
    intent: understood.intent,
    confidence,
    sources: answered?.sources ?? [],
    sourceCount,
    preview: preview(said.text),
    firstAnswerMs: isFailed ? null : roundMs(latencyMs),
    latencyMs: roundMs(latencyMs),
    requiresVerification: requiresVerification(confidence, answered?.sourceCount ?? null),
  };
}
