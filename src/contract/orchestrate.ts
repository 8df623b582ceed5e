import * as z from "zod";
import { attemptSchema, responseStatuses } from "./events.ts";
import { strategyNames } from "./strategies.ts";
import { usageSchema } from "./usage.ts";

export const orchestrateRequestSchema = z.strictObject({
  user_question: z.string().trim().min(1).max(100_000),
  context: z.string().max(400_000).optional().describe("Material for the answer, as untrusted text"),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().min(1).max(32_000).optional(),
  system_prompt: z.string().max(100_000).optional(),
  strategy: z.enum(strategyNames).optional(),
  providers: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(20)
    .optional()
    .describe("Ids of configured models, in order; all when left out"),
});
export type OrchestrateRequest = z.infer<typeof orchestrateRequestSchema>;

/** One model's answer, or what became of it. */
export const standardResponseSchema = z
  .object({
    ia_provider_name: z.string(),
    model: z.string(),
    response_text: z.string(),
    status: z.enum(responseStatuses),
    latency_ms: z.number(),
    ttft_ms: z.number().nullable().describe("To the first content"),
    error_message: z.string().nullable(),
    error: z
      .object({
        category: z.string(),
        code: z.string().nullable().describe("The vendor's"),
        retry_after: z.number().nullable().describe("Seconds"),
      })
      .nullable(),
    usage: usageSchema.nullable(),
    cost_usd: z.number().nullable().describe("Of all attempts; null when a price is unknown"),
    attempts: z.array(attemptSchema),
    metadata: z.object({ strategy: z.enum(strategyNames), finish_reason: z.string().nullable() }),
  })
  .meta({ id: "StandardResponse" });
export type StandardResponse = z.infer<typeof standardResponseSchema>;

export const orchestrateResponseSchema = z.union([
  standardResponseSchema,
  z.object({ items: z.array(standardResponseSchema) }),
]);
export type OrchestrateResponse = z.infer<typeof orchestrateResponseSchema>;
