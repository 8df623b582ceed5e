import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { analyticsQuerySchema, analyticsSchema } from "../../contract/feedback.ts";
import { authorizeGlobal, authorizeWorkspace } from "../../core/access/authorized.ts";
import type { WorkspaceRecordsDep } from "../../core/access/workspace.ts";
import type { ClockDep } from "../../core/clock.ts";
import { isRefusal, refuse } from "../../core/errors.ts";
import { conversationAnalytics, type AnalyticsRecordsDep } from "../../core/feedback/analytics.ts";
import { analyticsCsv } from "../../core/feedback/analyticsCsv.ts";
import type { PhoneNumberDep } from "../../core/feedback/person.ts";
import { requestActor } from "../auth.ts";
import { granted } from "../problem.ts";
import { sendCsv, wantsCsv } from "./audit.ts";

const tags = ["feedback"];
const scope = "admin:metrics";

type Deps = AnalyticsRecordsDep & WorkspaceRecordsDep & ClockDep & PhoneNumberDep;

/** Figures of conversations; under `/analytics` and `/api/v1/analytics` alike. */
export function analyticsRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "GET",
      url: "/conversations",
      schema: {
        tags,
        summary: "Conversations in figures",
        querystring: analyticsQuerySchema,
        response: { 200: analyticsSchema },
      },
      async handler(request, reply) {
        const { days, phone, workspace_id, format } = request.query;
        const workspaces = await readable(deps, request, workspace_id);
        const asked = { days, workspaces, phone: phone === undefined ? null : await numberOf(deps, phone) };
        const mayReadPhones = requestActor(request).role === "admin";
        const figures = await conversationAnalytics(deps, asked, mayReadPhones);
        return wantsCsv(request, format)
          ? sendCsv(reply, "conversations.csv", analyticsCsv(figures))
          : figures;
      },
    });
  };
}

/** Null for an admin who asks for all there are; anybody else has those that the key may read. */
async function readable(
  deps: Deps,
  request: FastifyRequest,
  asked: string | undefined,
): Promise<readonly string[] | null> {
  const actor = requestActor(request);
  granted(authorizeGlobal(actor, scope));
  if (asked !== undefined) return [granted(await authorizeWorkspace(deps, actor, asked, scope)).value.id];
  if (actor.role === "admin") return null;
  const grants = await Promise.all(actor.workspaces.map((id) => authorizeWorkspace(deps, actor, id, scope)));
  return grants.flatMap((grant) => (isRefusal(grant) ? [] : [grant.value.id]));
}

async function numberOf({ normalisePhone }: PhoneNumberDep, text: string): Promise<string> {
  const message = "must be a phone number as `+59899123456`";
  return granted(
    (await normalisePhone(text)) ??
      refuse("validation_error", "That is no phone number.", [{ path: "phone", message }]),
  );
}
