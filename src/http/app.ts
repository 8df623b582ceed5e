import multipart from "@fastify/multipart";
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { requireKeys } from "./auth.ts";
import { registerBrowserSafety } from "./limits/browserSafety.ts";
import { registerRateLimits } from "./limits/rateLimits.ts";
import type { HttpDeps } from "./deps.ts";
import { refuse } from "../core/errors.ts";
import { handleError, RefusedError, sendProblem } from "./problem.ts";
import { registerReference } from "./reference.ts";
import { refuseConnection } from "./refuseConnection.ts";
import { analyticsRoutes } from "./routes/analytics.ts";
import { auditRoutes } from "./routes/audit.ts";
import { conversationRoutes } from "./routes/conversations.ts";
import { documentEventRoutes } from "./routes/documentEvents.ts";
import { documentRoutes } from "./routes/documents.ts";
import { healthRoutes } from "./routes/health.ts";
import { keyRoutes } from "./routes/keys.ts";
import { memberRoutes } from "./routes/members.ts";
import { personRoutes } from "./routes/people.ts";
import { phoneRoutes, type PhoneRoutesDeps } from "./routes/phone.ts";
import { voteRoutes } from "./routes/votes.ts";
import { openaiRoutes } from "./openai/openaiRoutes.ts";
import { orchestrateRoutes } from "./routes/orchestrate.ts";
import { orchestrationHealthRoutes } from "./routes/orchestrationHealth.ts";
import { interactionRoutes } from "./routes/interactions.ts";
import { queryRoutes } from "./routes/query.ts";
import { retrievalRoutes } from "./routes/retrieval.ts";
import { turnRoutes } from "./routes/turns.ts";
import { workspaceRoutes } from "./routes/workspaces.ts";

/** JSON bodies only; files are streamed under their own limit. */
const bodyLimitBytes = 1024 * 1024;

/** The HTTP face. It listens nowhere by itself. */
export async function createApp(
  deps: HttpDeps & PhoneRoutesDeps,
  logger: FastifyBaseLogger,
): Promise<FastifyInstance> {
  const app = fastify({
    // Fastify's own notices say what the command line says already.
    loggerInstance: logger.level === "info" ? logger.child({}, { level: "warn" }) : logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => deps.random.id(),
    bodyLimit: bodyLimitBytes,
    trustProxy: deps.trustProxy,
    return503OnClosing: false,
    frameworkErrors: handleFrameworkError,
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, deps.random.id()),
    forceCloseConnections: "idle",
    // An actor's id may have 200 characters, each of some bytes.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 700 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("application/json");
  // Clients that always name a content type send it with no body as well.
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body: string, done) => {
    if (body === "") done(null);
    else void parseJson(request, body, done);
  });
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, "not_found", "There is no such route."),
  );
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
    if (!deps.closing.aborted) return;
    reply.header("connection", "close");
    throw new RefusedError(refuse("interrupted", "The server is stopping; try again in a moment."));
  });
  await registerBrowserSafety(app, deps);
  await registerRateLimits(app, deps, deps.rates);
  requireKeys(app, deps);

  await app.register(multipart, {
    limits: { fields: 10, fieldSize: 1024, files: 100, parts: 110, headerPairs: 50 },
  });
  await registerReference(app, deps.version);
  await registerRoutes(app, deps);
  return app;
}

async function registerRoutes(app: FastifyInstance, deps: HttpDeps & PhoneRoutesDeps): Promise<void> {
  await app.register(healthRoutes(deps));
  await app.register(orchestrationHealthRoutes(deps), { prefix: "/api/v1/health/orchestration" });
  await app.register(keyRoutes(deps), { prefix: "/api/v1/keys" });
  await app.register(conversationRoutes(deps), { prefix: "/api/v1/conversations" });
  await app.register(voteRoutes(deps), { prefix: "/api/v1/conversations/:id/messages/:message_id/vote" });
  await app.register(turnRoutes(deps), { prefix: "/api/v1" });
  await app.register(phoneRoutes(deps));
  await app.register(auditRoutes(deps), { prefix: "/api/v1/audit" });
  await app.register(personRoutes(deps), { prefix: "/api/v1/people" });
  for (const prefix of ["/analytics", "/api/v1/analytics"])
    await app.register(analyticsRoutes(deps), { prefix });
  await app.register(orchestrateRoutes(deps), { prefix: "/api/v1" });
  await app.register(openaiRoutes(deps), { prefix: "/v1" });
  for (const prefix of ["/api/v1/workspaces", "/api/v1/projects"]) {
    await app.register(workspaceRoutes(deps), { prefix });
    await app.register(memberRoutes(deps), { prefix: `${prefix}/:workspace_id/members` });
    await app.register(documentRoutes(deps), { prefix: `${prefix}/:workspace_id` });
    await app.register(documentEventRoutes(deps), { prefix: `${prefix}/:workspace_id` });
    await app.register(retrievalRoutes(deps), { prefix: `${prefix}/:workspace_id` });
    await app.register(queryRoutes(deps), { prefix: `${prefix}/:workspace_id` });
    await app.register(interactionRoutes(deps), { prefix: `${prefix}/:workspace_id` });
  }
}

/** Errors before any route is found: an unreadable path, a parameter that is too long. */
function handleFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.header("x-request-id", request.id);
  handleError(error, request, reply);
}
