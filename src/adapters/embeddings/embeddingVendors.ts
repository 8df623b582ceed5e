import type { EmbedderProvider } from "../../core/retrieval/embedder.ts";
import type { BatchLimits } from "./batches.ts";
import { cohereEmbed } from "./cohereEmbed.ts";
import type { EmbeddingFormat, EmbeddingQuirks } from "./embeddingFormat.ts";
import { geminiEmbed } from "./geminiEmbed.ts";
import { openaiEmbeddings } from "./openaiEmbeddings.ts";

export interface EmbeddingVendor {
  readonly format: EmbeddingFormat;
  /** Null: the configuration must name one. */
  readonly baseUrl: string | null;
  /** Added to a base URL without a path: of these servers people name host and port only. */
  readonly usualPath?: string;
  /** Added to a host that is named alone. */
  readonly usualPort?: number;
  /** The first that is set counts. Empty: it works without a key. */
  readonly keyVariables: readonly string[];
  readonly baseUrlVariables: readonly string[];
  readonly limits: BatchLimits;
  /** Of one call. */
  readonly timeoutMs?: number;
  /** Models that give as many dimensions as they are asked for; others refuse the parameter. */
  readonly resizable?: RegExp;
  readonly quirks?: EmbeddingQuirks;
}

/** Limits in tokens count as so many characters: only writing denser than a token a character goes beyond them. */
const ownServer: BatchLimits = { texts: 64, characters: 100_000 };

/** Sources: the vendors' API references, and the errors of those who went beyond (Mistral: 512 inputs, 16,384 tokens). */
export const embeddingVendors: Readonly<Record<EmbedderProvider, EmbeddingVendor>> = {
  openai: {
    format: openaiEmbeddings,
    baseUrl: "https://api.openai.com/v1",
    keyVariables: ["OPENAI_API_KEY"],
    baseUrlVariables: ["OPENAI_BASE_URL"],
    limits: { texts: 2_048, characters: 300_000 },
    resizable: /^text-embedding-3/u,
    quirks: { base64: true },
  },
  "openai-compatible": {
    format: openaiEmbeddings,
    baseUrl: null,
    keyVariables: [],
    baseUrlVariables: [],
    limits: ownServer,
  },
  azure: {
    format: openaiEmbeddings,
    baseUrl: null,
    usualPath: "/openai/v1",
    keyVariables: ["AZURE_OPENAI_API_KEY"],
    baseUrlVariables: ["AZURE_OPENAI_BASE_URL", "AZURE_OPENAI_ENDPOINT"],
    limits: { texts: 2_048, characters: 300_000 },
    resizable: /text-embedding-3/u,
    quirks: { keyHeader: "api-key", base64: true },
  },
  mistral: {
    format: openaiEmbeddings,
    baseUrl: "https://api.mistral.ai/v1",
    keyVariables: ["MISTRAL_API_KEY"],
    baseUrlVariables: ["MISTRAL_BASE_URL"],
    limits: { texts: 512, characters: 16_384 },
    resizable: /^codestral-embed/u,
    quirks: { dimensionsField: "output_dimension" },
  },
  openrouter: {
    format: openaiEmbeddings,
    baseUrl: "https://openrouter.ai/api/v1",
    keyVariables: ["OPENROUTER_API_KEY"],
    baseUrlVariables: ["OPENROUTER_BASE_URL"],
    limits: { texts: 256, characters: 100_000 },
    resizable: /text-embedding-3/u,
  },
  perplexity: {
    format: openaiEmbeddings,
    baseUrl: "https://api.perplexity.ai",
    keyVariables: ["PERPLEXITY_API_KEY", "PPLX_API_KEY"],
    baseUrlVariables: ["PERPLEXITY_BASE_URL"],
    limits: { texts: 512, characters: 120_000 },
    resizable: /^pplx-embed/u,
    quirks: { path: "/v1/embeddings", component: "int8" },
  },
  cohere: {
    format: cohereEmbed,
    baseUrl: "https://api.cohere.com/v2",
    usualPath: "/v2",
    keyVariables: ["COHERE_API_KEY", "CO_API_KEY"],
    baseUrlVariables: ["CO_API_URL"],
    limits: { texts: 96, characters: 500_000 },
    resizable: /^embed-v4/u,
  },
  google: {
    format: geminiEmbed,
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
    keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
    baseUrlVariables: ["GOOGLE_GEMINI_BASE_URL"],
    limits: { texts: 100, characters: 200_000 },
    resizable: /embedding/u,
  },
  voyage: {
    format: openaiEmbeddings,
    baseUrl: "https://api.voyageai.com/v1",
    keyVariables: ["VOYAGE_API_KEY"],
    baseUrlVariables: ["VOYAGE_BASE_URL"],
    limits: { texts: 1_000, characters: 120_000 },
    resizable: /^voyage-(?:4|3-large|3\.5|code-3)/u,
    quirks: { base64: true, kindField: "input_type", dimensionsField: "output_dimension" },
  },
  ollama: {
    format: openaiEmbeddings,
    baseUrl: "http://127.0.0.1:11434/v1",
    usualPath: "/v1",
    usualPort: 11_434,
    keyVariables: [],
    baseUrlVariables: ["OLLAMA_BASE_URL", "OLLAMA_HOST"],
    limits: ownServer,
    // It loads the model when the first texts come.
    timeoutMs: 120_000,
  },
  tei: {
    format: openaiEmbeddings,
    baseUrl: null,
    usualPath: "/v1",
    keyVariables: [],
    baseUrlVariables: [],
    // Its own default of --max-client-batch-size.
    limits: { texts: 32, characters: 100_000 },
  },
};
