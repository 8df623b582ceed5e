/**
 * Who a model may come from. `openai-compatible` is any server that speaks OpenAI's chat completions, `ai-sdk` any
 * installed provider package of Vercel's AI SDK.
 */
export const providerNames = [
  "openai",
  "openai-responses",
  "anthropic",
  "google",
  "cohere",
  "azure",
  "groq",
  "mistral",
  "deepseek",
  "openrouter",
  "ollama",
  "xai",
  "perplexity",
  "together",
  "openai-compatible",
  "ai-sdk",
  "extractive",
] as const;
export type ProviderName = (typeof providerNames)[number];
