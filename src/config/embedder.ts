import * as z from "zod";
import type { EmbedderProvider, EmbedderSettings } from "../core/retrieval/embedder.ts";
import { baseUrlSchema, modelNameSchema, variableNameSchema } from "./values.ts";

/** Written out with the type's own names, so that one that is added there is not forgotten here. */
const providers = {
  openai: "openai",
  "openai-compatible": "openai-compatible",
  azure: "azure",
  mistral: "mistral",
  openrouter: "openrouter",
  perplexity: "perplexity",
  cohere: "cohere",
  google: "google",
  voyage: "voyage",
  ollama: "ollama",
  tei: "tei",
} as const satisfies { readonly [P in EmbedderProvider]: P };

export const embedderSchema = z
  .strictObject({
    provider: z.enum(providers),
    model: modelNameSchema,
    base_url: baseUrlSchema.optional(),
    api_key_env: variableNameSchema.optional(),
    dimensions: z.int().min(1).max(65_536).optional().describe("What every vector must have"),
    batch: z.int().min(1).max(10_000).optional().describe("Texts in one call"),
  })
  .transform((entry): EmbedderSettings => ({
    provider: entry.provider,
    model: entry.model,
    baseUrl: entry.base_url ?? null,
    keyVariable: entry.api_key_env ?? null,
    dimensions: entry.dimensions ?? null,
    batch: entry.batch ?? null,
  }));
