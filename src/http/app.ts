import type { Socket } from "node:net";
import multipart from "@fastify/multipart";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from "fastify-type-provider-zod";
import { requireKeys } from "./auth.ts";
import { registerBrowserSafety } from "./limits/browserSafety.ts";
import { registerRateLimits } from "./limits/rateLimits.ts";
import { errorTable, problemSchema } from "../contract/errors.ts";
import type { HttpDeps } from "./deps.ts";
import { refuse } from "../core/errors.ts";
import { handleError, RefusedError, sendProblem } from "./problem.ts";
import { analyticsRoutes } from "./routes/analytics.ts";
import { auditRoutes } from "./routes/audit.ts";
import { conversationRoutes } from "./routes/conversations.ts";
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
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Batuta", version: deps.version, description: "Chat over your own documents." },
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.addHook("onRoute", (route) => {
    if (route.url.startsWith("/docs")) route.config = { ...route.config, public: true };
    else if (route.schema && !route.schema.hide) route.schema.response = withProblem(route.schema.response);
  });
  await app.register(swaggerUi, { routePrefix: "/docs" });
  app.get("/openapi.json", { config: { public: true }, schema: { hide: true } }, () => app.swagger());

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
    await app.register(retrievalRoutes(deps), { prefix: `${prefix}/:workspace_id` });
    await app.register(queryRoutes(deps), { prefix: `${prefix}/:workspace_id` });
    await app.register(interactionRoutes(deps), { prefix: `${prefix}/:workspace_id` });
  }
  return app;
}

/** Errors before any route is found: an unreadable path, a parameter that is too long. */
function handleFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.header("x-request-id", request.id);
  handleError(error, request, reply);
}

/** Bytes that are no HTTP request get a problem too, and lose the connection. */
function refuseConnection(error: { readonly code: string }, socket: Socket, requestId: string): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const detail =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "The request's headers are too large."
      : "This is not a valid HTTP request.";
  const { status, title } = errorTable.bad_request;
  const problem = {
    type: "about:blank/bad_request",
    title,
    status,
    detail,
    code: "bad_request",
    instance: "/",
    request_id: requestId,
  };
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} Bad Request\r\ncontent-type: application/problem+json\r\nx-request-id: ${requestId}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Every route may answer with a problem; the document says so once for all. */
function withProblem(response: unknown): object {
  const problem = {
    description: "A problem (RFC 9457)",
    content: { "application/problem+json": { schema: problemSchema } },
  };
  return { ...(typeof response === "object" ? response : {}), default: problem };
}
