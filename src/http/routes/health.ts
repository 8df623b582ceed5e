import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { liveSchema, readySchema } from "../../contract/health.ts";
import { authorizeGlobal } from "../../core/access/authorized.ts";
import { requestActor } from "../auth.ts";
import type { HttpDeps } from "../deps.ts";
import { granted } from "../problem.ts";

const tags = ["health"];

export function healthRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "GET",
      url: "/health/live",
      config: { public: true },
      schema: { tags, summary: "The process answers", response: { 200: liveSchema } },
      handler: async () => ({ status: "live" as const, version: deps.version }),
    });

    app.route({
      method: "GET",
      url: "/health/ready",
      config: { public: true },
      schema: {
        tags,
        summary: "Each dependency with its state",
        response: { 200: readySchema, 503: readySchema },
      },
      async handler(_request, reply) {
        const ready = await deps.readiness();
        reply.code(ready.status === "ready" ? 200 : 503);
        if (ready.status !== "ready") reply.header("retry-after", "1");
        return ready;
      },
    });

    app.route({
      method: "GET",
      url: "/metrics",
      schema: { tags, summary: "Prometheus metrics", response: { 200: z.string() } },
      async handler(request, reply) {
        granted(authorizeGlobal(requestActor(request), "admin:metrics"));
        reply.type("text/plain; version=0.0.4");
        return deps.metrics();
      },
    });
  };
}
