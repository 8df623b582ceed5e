import * as z from "zod";
import { stepNames, type StepName } from "./events.ts";
import { strategyNames } from "./strategies.ts";
import { moderatorQualities } from "./synthesis.ts";

/** Daily figures are kept for so long at most. */
export const longestKeptDays = 90;

export const figuresQuerySchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(30).default(7).describe("Today (UTC) and the days before it"),
});

export const cleanupQuerySchema = z.strictObject({
  days_to_keep: z.coerce
    .number()
    .int()
    .min(7)
    .max(longestKeptDays)
    .default(30)
    .describe("Today (UTC) and the days before it"),
});

const daySchema = z.iso.date().describe("UTC");
const count = z.int();
const share = z.number().min(0).max(1).nullable();
const mean = z.number().nullable().describe("Milliseconds, mean; null where nothing was measured");

const period = { days: count, from: daySchema, to: daySchema };

const turnCounts = {
  turns: count.describe("That began then and have ended"),
  completed: count,
  failed: count,
  cancelled: count,
  interrupted: count,
  success_rate: share.describe("Completed of all that nobody cancelled; null without any"),
  context_chunks_found: count,
  ai_responses_count: count,
  ai_failures_count: count.describe("Models that were asked and gave no answer"),
  moderator_quality: z
    .record(z.enum(moderatorQualities), count)
    .describe("Turns by quality of their synthesis"),
  fallback_used: count.describe("Turns whose synthesis is not by the moderator meant to make it"),
  warnings: count.describe("That were told to readers"),
  cleanup_errors: count,
  cost_usd: z.number().describe("Of the turns whose price is known"),
  unpriced_turns: count,
};

export const orchestrationMetricsSchema = z
  .object({
    ...period,
    system: z
      .object({
        ...turnCounts,
        running: count.describe("Turns under way in this process"),
        since: daySchema.nullable().describe("The oldest day that is kept; null without any"),
      })
      .describe("All days that are kept"),
    daily: z
      .array(
        z.object({
          day: daySchema,
          ...turnCounts,
          context_retrieval_time_ms: mean,
          ai_orchestration_time_ms: mean,
          moderator_synthesis_time_ms: mean,
          total_processing_time_ms: mean,
          step_errors: z
            .partialRecord(z.enum(stepNames), z.object({ failed: count, timeout: count }))
            .describe("Of the steps that had any"),
          step_warnings: z
            .partialRecord(z.enum(stepNames), count)
            .describe("Told to readers, of the steps that had any"),
        }),
      )
      .describe("Oldest first, without the days that had no turn"),
  })
  .meta({ id: "OrchestrationMetrics" });
export type OrchestrationMetrics = z.infer<typeof orchestrationMetricsSchema>;

/** What a running turn is at; `between` is no step. */
export const turnStages = [...stepNames, "between"] as const satisfies (StepName | "between")[];

export const activeTurnsSchema = z
  .object({
    running: count.describe("In this process"),
    by_strategy: z.partialRecord(z.enum(strategyNames), count),
    by_stage: z.partialRecord(z.enum(turnStages), count).describe("`between` is between two steps"),
    oldest_age_ms: z.number().nullable(),
    mean_age_ms: z.number().nullable(),
  })
  .meta({ id: "ActiveTurns" });
export type ActiveTurnsView = z.infer<typeof activeTurnsSchema>;

const percentileMs = z.number().nullable().describe("Within 5 %");

export const orchestrationPerformanceSchema = z
  .object({
    ...period,
    steps: z.array(
      z.object({
        step: z
          .enum([...stepNames, "total", "first_content"])
          .describe("`total` is the turn, `first_content` the time to its first words"),
        count,
        failed: count,
        timeout: count,
        mean_ms: mean,
        p50_ms: percentileMs,
        p95_ms: percentileMs,
        p99_ms: percentileMs,
      }),
    ),
    moderator_quality: z.record(z.enum(moderatorQualities), z.object({ turns: count, share })),
    fallback_used: count,
    models: z
      .array(
        z.object({
          model: z.string(),
          provider: z.string(),
          calls: count,
          won: count,
          lost: count.describe("Called off because another won"),
          cancelled: count,
          failed: count,
          success_rate: share.describe("Won of won and failed; null without any"),
          usage_share: share.describe("Of all calls"),
          latency_ms: mean.describe("Milliseconds, mean of the calls that won"),
          first_content_ms: mean,
          input_tokens: count,
          output_tokens: count,
          cost_usd: z.number().describe("Of the calls whose price is known"),
          unpriced_calls: count,
        }),
      )
      .describe("Most used first; calls outside any turn among them"),
    paths: z
      .array(
        z.object({
          strategy: z.string(),
          path: z.string().describe("Models in the order they were asked, e.g. `fast > backup`"),
          answered: z.boolean(),
          count,
        }),
      )
      .describe("The 100 most frequent"),
  })
  .meta({ id: "OrchestrationPerformance" });
export type OrchestrationPerformance = z.infer<typeof orchestrationPerformanceSchema>;

export const cleanupSchema = z
  .object({
    days_to_keep: count,
    removed: z
      .object({ turn_days: count, step_days: count, model_days: count, path_days: count })
      .describe("Rows of daily figures"),
    kept: z.object({ days: count.describe("That had a turn"), since: daySchema.nullable() }),
  })
  .meta({ id: "OrchestrationCleanup" });
export type OrchestrationCleanup = z.infer<typeof cleanupSchema>;
