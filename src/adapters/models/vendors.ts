import type { ProviderName } from "../../contract/providers.ts";
import type { AttemptTimers } from "../../core/answering/model.ts";
import { anthropicMessages } from "./anthropicMessages.ts";
import { cohereChat } from "./cohereChat.ts";
import { geminiGenerate } from "./geminiGenerate.ts";
import { openaiChat } from "./openaiChat.ts";
import { openaiResponses } from "./openaiResponses.ts";
import type { Quirks, WireFormat } from "./wireFormat.ts";

/** What is known of a vendor. Whatever one does differently is a field here, never a branch elsewhere. */
export interface Vendor {
  readonly format: WireFormat;
  /** Null when it is the customer's own. */
  readonly baseUrl: string | null;
  /** Where a base URL may come from as well, the first that is set. */
  readonly baseUrlVariables: readonly string[];
  /** Completes a base URL that names a host alone. */
  readonly basePath: string;
  /** For an address without a port. */
  readonly defaultPort?: number;
  /** Where its key may stand, the first that is set. Without any, it needs none. */
  readonly keyVariables: readonly string[];
  /** What makes it start without being configured; its model must be known too. */
  readonly startsFrom: "key" | "base_url" | "never";
  /** Null when only its customer can know. */
  readonly model: string | null;
  readonly modelVariable?: string;
  /** Tokens that any of its models take at least, where the price list does not know better. */
  readonly window: number;
  readonly quirks: Quirks;
  /** Parameters that some of its models refuse beside those of the quirks. */
  readonly refusedBy?: readonly {
    readonly models: RegExp;
    readonly refused: NonNullable<Quirks["refused"]>;
  }[];
  readonly timers?: Partial<AttemptTimers>;
}

/** Models that think refuse to be told how to sample. */
const thinkers = {
  models: /(?:^|\/)(?:o\d|gpt-(?:[5-9]|\d\d))/u,
  refused: ["temperature", "topP", "stop"],
} as const;

const openai = {
  format: openaiChat,
  baseUrl: "https://api.openai.com/v1",
  baseUrlVariables: ["OPENAI_BASE_URL"],
  basePath: "",
  keyVariables: ["OPENAI_API_KEY"],
  startsFrom: "key",
  model: "gpt-5.6-luna",
  window: 128_000,
  quirks: {},
  refusedBy: [thinkers],
} as const satisfies Vendor;

/** Servers that followed OpenAI's first years. */
const follower = { maxTokensField: "max_tokens" } as const satisfies Quirks;

/** In the order in which they are asked when nothing is configured. */
export const vendors: Readonly<Record<Exclude<ProviderName, "extractive" | "ai-sdk">, Vendor>> = {
  openai,
  "openai-responses": { ...openai, format: openaiResponses, startsFrom: "never" },
  anthropic: {
    format: anthropicMessages,
    baseUrl: "https://api.anthropic.com/v1",
    baseUrlVariables: ["ANTHROPIC_BASE_URL"],
    basePath: "",
    keyVariables: ["ANTHROPIC_API_KEY"],
    startsFrom: "key",
    model: "claude-haiku-4-5",
    window: 200_000,
    quirks: {},
  },
  google: {
    format: geminiGenerate,
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
    baseUrlVariables: ["GOOGLE_GEMINI_BASE_URL"],
    basePath: "/v1beta",
    keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
    startsFrom: "key",
    model: "gemini-3.5-flash",
    window: 1_048_576,
    quirks: {},
  },
  cohere: {
    format: cohereChat,
    baseUrl: "https://api.cohere.com/v2",
    baseUrlVariables: ["CO_API_URL"],
    basePath: "",
    keyVariables: ["COHERE_API_KEY", "CO_API_KEY"],
    startsFrom: "key",
    model: "command-a-03-2025",
    window: 128_000,
    quirks: {},
  },
  azure: {
    format: openaiChat,
    baseUrl: null,
    baseUrlVariables: ["AZURE_OPENAI_BASE_URL", "AZURE_OPENAI_ENDPOINT"],
    basePath: "/openai/v1",
    keyVariables: ["AZURE_OPENAI_API_KEY"],
    startsFrom: "key",
    // The name of a deployment.
    model: null,
    modelVariable: "AZURE_OPENAI_DEPLOYMENT",
    window: 128_000,
    quirks: { keyHeader: "api-key" },
    refusedBy: [thinkers],
  },
  groq: {
    format: openaiChat,
    baseUrl: "https://api.groq.com/openai/v1",
    baseUrlVariables: ["GROQ_BASE_URL"],
    basePath: "/openai/v1",
    keyVariables: ["GROQ_API_KEY"],
    startsFrom: "key",
    model: "openai/gpt-oss-120b",
    window: 131_072,
    quirks: {},
  },
  mistral: {
    format: openaiChat,
    baseUrl: "https://api.mistral.ai/v1",
    baseUrlVariables: ["MISTRAL_BASE_URL"],
    basePath: "/v1",
    keyVariables: ["MISTRAL_API_KEY"],
    startsFrom: "key",
    model: "mistral-small-latest",
    window: 131_072,
    // It refuses fields that it does not know.
    quirks: { ...follower, streamUsageOption: false, seedField: "random_seed" },
  },
  deepseek: {
    format: openaiChat,
    baseUrl: "https://api.deepseek.com",
    baseUrlVariables: ["DEEPSEEK_BASE_URL"],
    basePath: "",
    keyVariables: ["DEEPSEEK_API_KEY"],
    startsFrom: "key",
    model: "deepseek-v4-flash",
    window: 128_000,
    quirks: { ...follower, structuredOutput: "json_object", seedField: null },
  },
  openrouter: {
    format: openaiChat,
    baseUrl: "https://openrouter.ai/api/v1",
    baseUrlVariables: ["OPENROUTER_BASE_URL"],
    basePath: "/api/v1",
    keyVariables: ["OPENROUTER_API_KEY"],
    startsFrom: "key",
    model: "openrouter/auto",
    window: 128_000,
    quirks: follower,
  },
  ollama: {
    format: openaiChat,
    baseUrl: "http://127.0.0.1:11434/v1",
    baseUrlVariables: ["OLLAMA_BASE_URL", "OLLAMA_HOST"],
    basePath: "/v1",
    defaultPort: 11_434,
    keyVariables: [],
    startsFrom: "base_url",
    model: "llama3.2",
    modelVariable: "OLLAMA_MODEL",
    window: 8192,
    quirks: follower,
    // It loads the model when the first question comes, and says nothing until then.
    timers: { connectMs: 60_000, firstContentMs: 60_000 },
  },
  xai: {
    format: openaiChat,
    baseUrl: "https://api.x.ai/v1",
    baseUrlVariables: ["XAI_BASE_URL"],
    basePath: "/v1",
    keyVariables: ["XAI_API_KEY"],
    startsFrom: "key",
    model: "grok-4-1-fast-non-reasoning",
    window: 131_072,
    quirks: {},
    refusedBy: [{ models: /^grok-(?!.*non-reasoning)(?:[4-9]|3-mini)/u, refused: ["stop"] }],
  },
  perplexity: {
    format: openaiChat,
    baseUrl: "https://api.perplexity.ai",
    baseUrlVariables: ["PERPLEXITY_BASE_URL"],
    basePath: "",
    keyVariables: ["PERPLEXITY_API_KEY", "PPLX_API_KEY"],
    startsFrom: "key",
    model: "sonar",
    window: 128_000,
    quirks: { ...follower, streamUsageOption: false, seedField: null, refused: ["stop"] },
  },
  together: {
    format: openaiChat,
    baseUrl: "https://api.together.xyz/v1",
    baseUrlVariables: ["TOGETHER_BASE_URL"],
    basePath: "/v1",
    keyVariables: ["TOGETHER_API_KEY"],
    startsFrom: "key",
    model: "openai/gpt-oss-120b",
    window: 131_072,
    quirks: follower,
  },
  "openai-compatible": {
    format: openaiChat,
    baseUrl: null,
    baseUrlVariables: [],
    basePath: "",
    keyVariables: [],
    startsFrom: "never",
    model: null,
    window: 32_768,
    quirks: follower,
  },
};
