import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import fastify, { type FastifyInstance } from "fastify";

/**
 * What browsers are told: nothing is loaded from elsewhere or framed, and pages of other origins read nothing, but for
 * `origins` (exact, such as `https://app.example.org`). To be called before the keys are asked for: a browser asks for
 * permission without one.
 */
export async function registerBrowserSafety(
  app: FastifyInstance,
  { origins }: { readonly origins: readonly string[] },
): Promise<void> {
  const safe = await safeHeaders();
  // On the raw reply, so that a stream has them too.
  app.addHook("onRequest", async (_, reply) => {
    for (const [name, value] of safe) reply.raw.setHeader(name, value);
  });
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    exposedHeaders: [
      "x-request-id",
      "retry-after",
      "ratelimit-limit",
      "ratelimit-remaining",
      "ratelimit-reset",
      "content-disposition",
    ],
    maxAge: 600,
  });
  // A stream writes its own headers, beside those of the raw reply.
  app.addHook("onRequest", async (_, reply) => {
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined && (name === "vary" || name.startsWith("access-control-")))
        reply.raw.setHeader(name, value);
  });
}

/** Asked of the plugin once: it makes them anew for each request, which takes longer than all the rest of a small one. */
async function safeHeaders(): Promise<readonly (readonly [string, string])[]> {
  const probe = fastify();
  await probe.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The API reference styles its elements in place.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: "deny" },
    // For whoever ends TLS to say: it would bind every service of the host name for a year.
    strictTransportSecurity: false,
  });
  probe.get("/", async () => null);
  const { headers } = await probe.inject("/");
  await probe.close();
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || answersOwn.has(name) ? [] : [[name, String(value)] as const],
  );
}

const answersOwn: ReadonlySet<string> = new Set(["content-length", "content-type", "connection", "date"]);
