import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  activeTurnsSchema,
  cleanupQuerySchema,
  cleanupSchema,
  figuresQuerySchema,
  orchestrationMetricsSchema,
  orchestrationPerformanceSchema,
} from "../../contract/orchestration.ts";
import { authorizeGlobal } from "../../core/access/authorized.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { ActiveTurnsDep } from "../../core/measuring/activeTurn.ts";
import { activeTurnsView } from "../../core/measuring/activeTurnsView.ts";
import { cleanUpFigures } from "../../core/measuring/cleanUpFigures.ts";
import { orchestrationMetrics } from "../../core/measuring/orchestrationMetrics.ts";
import { orchestrationPerformance } from "../../core/measuring/orchestrationPerformance.ts";
import type { UsageReadsDep } from "../../core/answering/usage.ts";
import type { TurnFiguresDep } from "../../core/measuring/turnLedger.ts";
import { requestActor } from "../auth.ts";
import type { HttpDeps } from "../deps.ts";
import { granted } from "../problem.ts";

const tags = ["health"];

type Deps = TurnFiguresDep & UsageReadsDep & ActiveTurnsDep & ClockDep & Pick<HttpDeps, "closing">;

export function orchestrationHealthRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "GET",
      url: "/metrics",
      schema: {
        tags,
        summary: "Turns by day, and all that are kept",
        querystring: figuresQuerySchema,
        response: { 200: orchestrationMetricsSchema },
      },
      async handler(request) {
        granted(authorizeGlobal(requestActor(request), "admin:health"));
        return orchestrationMetrics(deps, request.query.days);
      },
    });

    app.route({
      method: "GET",
      url: "/active",
      schema: { tags, summary: "The running turns in numbers", response: { 200: activeTurnsSchema } },
      async handler(request) {
        granted(authorizeGlobal(requestActor(request), "admin:health"));
        return activeTurnsView(deps.activeTurns());
      },
    });

    app.route({
      method: "GET",
      url: "/performance",
      schema: {
        tags,
        summary: "Time by step, quality of syntheses, models and paths",
        querystring: figuresQuerySchema,
        response: { 200: orchestrationPerformanceSchema },
      },
      async handler(request) {
        granted(authorizeGlobal(requestActor(request), "admin:health"));
        return orchestrationPerformance(deps, request.query.days);
      },
    });

    app.route({
      method: "POST",
      url: "/cleanup",
      schema: {
        tags,
        summary: "Forget old daily figures",
        querystring: cleanupQuerySchema,
        response: { 200: cleanupSchema },
      },
      async handler(request) {
        granted(authorizeGlobal(requestActor(request), "admin:config"));
        return cleanUpFigures(deps, request.query.days_to_keep, deps.closing);
      },
    });
  };
}
