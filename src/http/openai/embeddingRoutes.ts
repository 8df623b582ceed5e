import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { embeddingsRequestSchema } from "../../contract/openai.ts";
import type { HttpDeps } from "../deps.ts";
import { admitHome, untilGone } from "../request.ts";
import { modelNotFound, OpenaiRefusal } from "./errors.ts";

export function embeddingRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "POST",
      url: "/embeddings",
      schema: {
        tags: ["openai"],
        summary: "OpenAI's embeddings, by the configured embedder",
        body: embeddingsRequestSchema,
        response: { 200: z.unknown().describe("OpenAI's list of embeddings") },
      },
      async handler(request, reply) {
        await admitHome(deps, request, "query:search");
        const { embedder } = deps;
        if (!embedder) throw noEmbedder;
        const { model, input, encoding_format, dimensions } = request.body;
        if (model !== embedder.model && model !== embedder.id && model !== "batuta")
          throw modelNotFound(model);
        if (dimensions && embedder.dimensions !== null && dimensions !== embedder.dimensions)
          throw wrongDimensions(embedder.dimensions);
        const texts = typeof input === "string" ? [input] : input;
        const { vectors, tokens } = await embedder.embed(texts, "document", untilGone(reply));
        const total = tokens ?? 0;
        return {
          object: "list",
          data: vectors.map((vector, index) => ({
            object: "embedding",
            index,
            embedding: encoding_format === "base64" ? base64(vector) : [...vector],
          })),
          model,
          usage: { prompt_tokens: total, total_tokens: total },
        };
      },
    });
  };
}

/** Little-endian 32-bit floats, as OpenAI packs them. */
function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
}

const noEmbedder = new OpenaiRefusal(404, {
  message: "No embedder is configured: set `embedder` in batuta.yaml.",
  type: "invalid_request_error",
  param: "model",
  code: "model_not_found",
});

function wrongDimensions(dimensions: number): OpenaiRefusal {
  const message = `The embedder gives vectors of ${dimensions} dimensions.`;
  return new OpenaiRefusal(400, { message, type: "invalid_request_error", param: "dimensions", code: null });
}
