import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { listSchema } from "../../contract/common.ts";
import { auditQuerySchema, auditSchema, patchAuditSchema, type AuditView } from "../../contract/feedback.ts";
import type { AuditQuery } from "../../contract/feedback.ts";
import { instant } from "../../contract/instant.ts";
import { authorizeGlobal } from "../../core/access/authorized.ts";
import { refuse } from "../../core/errors.ts";
import type { AuditCursor, AuditEntry, AuditFilter, AuditRecordsDep } from "../../core/feedback/audit.ts";
import { auditCsv } from "../../core/feedback/auditCsv.ts";
import { requestActor } from "../auth.ts";
import { granted } from "../problem.ts";

const tags = ["feedback"];

/** The answers of everybody. They tell what people asked about, so they are an admin's alone, as `admin:config` is. */
export function auditRoutes(deps: AuditRecordsDep): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "GET",
      url: "",
      schema: {
        tags,
        summary: "Answers, newest first: who had them, from what, how sure they are",
        querystring: auditQuerySchema,
        response: { 200: listSchema(auditSchema) },
      },
      async handler(request, reply) {
        granted(authorizeGlobal(requestActor(request), "admin:config"));
        const { limit, cursor, format } = request.query;
        const filter = filterOf(request.query);
        if (wantsCsv(request, format)) return sendCsv(reply, "audit.csv", auditCsv(deps, filter));
        const entries = await deps.audits.list(filter, { limit, ...(cursor && { after: cursorOf(cursor) }) });
        const last = entries.length === limit ? entries.at(-1) : undefined;
        return { items: entries.map(auditView), ...(last && { next: `${last.at}_${last.id}` }) };
      },
    });

    app.route({
      method: "PATCH",
      url: "/:id",
      schema: {
        tags,
        summary: "Say that an answer was checked, or take it back",
        params: z.object({ id: z.string().min(1).max(100) }),
        body: patchAuditSchema,
        response: { 200: auditSchema },
      },
      async handler(request) {
        const { actor } = granted(authorizeGlobal(requestActor(request), "admin:config"));
        const entry = await deps.audits.check(request.params.id, actor.id, request.body.checked);
        return auditView(granted(entry ?? refuse("not_found", "There is no such answer in the audit.")));
      },
    });
  };
}

/** The parameter, else the first of the two that `Accept` names. */
export function wantsCsv({ headers }: FastifyRequest, format: "json" | "csv" | undefined): boolean {
  if (format) return format === "csv";
  const [first] = /text\/csv|application\/json/u.exec(headers.accept ?? "") ?? [];
  return first === "text/csv";
}

/** The client sees a break where the records fail half-way. */
export function sendCsv(reply: FastifyReply, name: string, lines: AsyncIterable<string> | Iterable<string>) {
  return reply
    .type("text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${name}"`)
    .header("cache-control", "no-store")
    .send(Readable.from(lines));
}

function filterOf(query: AuditQuery): AuditFilter {
  const { workspace_id, from, to, actor, channel, requires_verification, checked } = query;
  return {
    ...(workspace_id !== undefined && { workspaceId: workspace_id }),
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(to !== undefined && { to: Date.parse(to) }),
    ...(actor !== undefined && { actor }),
    ...(channel !== undefined && { channel }),
    ...(requires_verification !== undefined && { requiresVerification: requires_verification }),
    ...(checked !== undefined && { checked }),
  };
}

function cursorOf(cursor: string): AuditCursor {
  const split = cursor.indexOf("_");
  return { at: Number(cursor.slice(0, split)), id: cursor.slice(split + 1) };
}

function auditView(entry: AuditEntry): AuditView {
  const { turnId, phone, client, model, intent, firstAnswerMs, checkedBy, checkedAt } = entry;
  return {
    id: entry.id,
    workspace_id: entry.workspaceId,
    at: instant(entry.at),
    channel: entry.channel,
    conversation_id: entry.conversationId,
    ...(turnId !== null && { turn_id: turnId }),
    actor: entry.actor,
    ...(phone !== null && { phone }),
    ...(client !== null && { client }),
    outcome: entry.outcome,
    ...(model !== null && { model }),
    ...(intent !== null && { intent }),
    confidence: entry.confidence,
    sources: [...entry.sources],
    source_count: entry.sourceCount,
    preview: entry.preview,
    ...(firstAnswerMs !== null && { first_answer_ms: firstAnswerMs }),
    latency_ms: entry.latencyMs,
    requires_verification: entry.requiresVerification,
    checked: checkedAt !== null,
    ...(checkedBy !== null && { checked_by: checkedBy }),
    ...(checkedAt !== null && { checked_at: instant(checkedAt) }),
  };
}
