import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { problemSchema } from "../contract/errors.ts";

/** The OpenAPI document and its browsable reference. To be called before the routes that it tells of. */
export async function registerReference(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Batuta", version, description: "Chat over your own documents." },
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
}

/** Every route may answer with a problem; the document says so once for all. */
function withProblem(response: unknown): object {
  const problem = {
    description: "A problem (RFC 9457)",
    content: { "application/problem+json": { schema: problemSchema } },
  };
  return { ...(typeof response === "object" ? response : {}), default: problem };
}
