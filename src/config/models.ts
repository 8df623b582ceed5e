import * as z from "zod";
import { providerNames } from "../contract/providers.ts";
import type { AttemptTimers, Price } from "../core/answering/model.ts";
import type { ModelSettings } from "../core/answering/modelSettings.ts";
import { baseUrlSchema, modelIdSchema, modelNameSchema, variableNameSchema } from "./values.ts";

const usd = z.number().nonnegative().max(1_000_000);
const milliseconds = z.int().min(1).max(3_600_000);
const tokens = z.int().min(1).max(100_000_000);

const priceSchema = z
  .strictObject({ input: usd, output: usd, cached_input: usd.optional(), cache_write: usd.optional() })
  .transform(({ input, output, cached_input, cache_write }): Price => ({
    input,
    output,
    ...(cached_input !== undefined && { cachedInput: cached_input }),
    ...(cache_write !== undefined && { cacheWrite: cache_write }),
  }))
  .describe("USD per million tokens");

const timeoutsSchema = z
  .strictObject({
    connect_ms: milliseconds,
    first_content_ms: milliseconds,
    idle_ms: milliseconds,
    total_ms: milliseconds,
  })
  .partial()
  .transform(({ connect_ms, first_content_ms, idle_ms, total_ms }): Partial<AttemptTimers> => ({
    ...(connect_ms !== undefined && { connectMs: connect_ms }),
    ...(first_content_ms !== undefined && { firstContentMs: first_content_ms }),
    ...(idle_ms !== undefined && { idleMs: idle_ms }),
    ...(total_ms !== undefined && { totalMs: total_ms }),
  }));

/** Headers that frame a message: another value breaks the connection. */
const framing = ["connection", "content-length", "expect", "keep-alive", "transfer-encoding", "upgrade"];

const headersSchema = z.record(
  z
    .string()
    .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "the name of a header")
    .refine((name) => !framing.includes(name.toLowerCase()), "this header is not yours to set"),
  z.string().regex(/^[\t\x20-\x7e\x80-\xff]{0,8000}$/, "one line"),
);

const modelSchema = z
  .strictObject({
    id: modelIdSchema.describe("The name that requests use"),
    provider: z.enum(providerNames),
    model: modelNameSchema.optional().describe("The vendor's name of it"),
    module: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("Of ai-sdk: an installed package, e.g. @ai-sdk/mistral"),
    base_url: baseUrlSchema.optional(),
    api_key_env: variableNameSchema.optional(),
    price: priceSchema.optional(),
    window: tokens.optional().describe("Tokens that question and answer may take together"),
    max_output: tokens.optional().describe("Tokens of the longest answer"),
    weight: z.number().positive().max(1_000).default(1),
    timeouts: timeoutsSchema.prefault({}),
    stream: z.boolean().default(true).describe("false for servers that only give whole answers"),
    headers: headersSchema.default({}),
  })
  .superRefine((entry, context) => {
    const need = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if ((entry.provider === "extractive") !== (entry.id === "extractive"))
      need("id", "`extractive` is the id of the provider of that name, and its only one");
    if ((entry.provider === "ai-sdk") !== (entry.module !== undefined))
      need("module", "ai-sdk needs the name of an installed package here, and nobody else has one");
    if (entry.provider === "ai-sdk" && entry.model === undefined)
      need("model", "ai-sdk needs the package's name of the model");
    if (entry.provider === "openai-compatible" && entry.base_url === undefined)
      need("base_url", "openai-compatible needs the server's address");
    if (entry.provider === "openai-compatible" && entry.model === undefined)
      need("model", "openai-compatible needs the server's name of the model");
  })
  .transform((entry): ModelSettings => ({
    id: entry.id,
    provider: entry.provider,
    model: entry.model ?? null,
    module: entry.module ?? null,
    baseUrl: entry.base_url ?? null,
    keyVariable: entry.api_key_env ?? null,
    price: entry.price ?? null,
    window: entry.window ?? null,
    maxOutput: entry.max_output ?? null,
    weight: entry.weight,
    timers: entry.timeouts,
    stream: entry.stream,
    headers: entry.headers,
  }));

export const modelsSchema = z
  .array(modelSchema)
  .min(1, "at least one; without this key the models come from the vendors' variables")
  .max(100)
  .superRefine((models, context) => {
    const ids = models.map(({ id }) => id);
    for (const [n, id] of ids.entries()) {
      if (ids.indexOf(id) === n) continue;
      context.addIssue({ code: "custom", path: [n, "id"], message: "another model has this id" });
    }
  });
