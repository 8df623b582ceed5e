import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { idSchema } from "../../contract/common.ts";
import { tailDocumentEvents } from "../../core/documents/tailDocumentEvents.ts";
import type { HttpDeps } from "../deps.ts";
import { admitWorkspace, workspaceParams } from "../request.ts";
import { eventFrame, sendEvents } from "../sse.ts";
import { whileAdmitted } from "../whileAdmitted.ts";

const resumeHeaders = z.object({ "last-event-id": idSchema.optional() });

export function documentEventRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "GET",
      url: "/events",
      schema: {
        tags: ["documents"],
        summary: "Follow the workspace's documents",
        description: "Server-sent `document` events; `Last-Event-ID` resumes.",
        params: workspaceParams,
        headers: resumeHeaders,
      },
      async handler(request, reply) {
        const workspace = await admitWorkspace(deps, request, request.params.workspace_id, "documents:read");
        const after = request.headers["last-event-id"] ?? null;
        await sendEvents(reply, async function* frames(signal) {
          using admitted = whileAdmitted(deps, request, workspace.value.id, "documents:read");
          const ended = AbortSignal.any([signal, deps.closing, admitted]);
          for await (const batch of tailDocumentEvents(deps, workspace, after, ended)) {
            yield batch.map(({ id, data }) => eventFrame(id, "document", data)).join("");
          }
        });
      },
    });
  };
}
