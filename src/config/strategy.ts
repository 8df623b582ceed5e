import * as z from "zod";
import { strategyNames, type StrategyName } from "../contract/strategies.ts";
import type { BreakerSettings } from "../core/answering/breaker.ts";
import type { RetrySettings } from "../core/answering/opening.ts";
import { modelIdSchema } from "./values.ts";

export interface StrategySettings {
  readonly default: StrategyName;
  /** Ids of the models that are asked when a request names none; empty: all, as they are configured. */
  readonly order: readonly string[];
  readonly continueMidstream: boolean;
  readonly retry: RetrySettings;
  readonly onModelFailure: "error" | "extract";
  /** Answers that `parallel` waits for; null: more than half. */
  readonly quorum: number | null;
  /** How long `parallel` waits for the others after that. */
  readonly graceMs: number;
  readonly breaker: BreakerSettings;
}

const breakerSchema = z
  .strictObject({
    failures: z.int().min(1).max(1_000).default(5).describe("Opens at so many in a row"),
    window: z.int().min(1).max(10_000).default(20),
    share: z.number().min(0).max(1).default(0.5).describe("Opens when fewer of the last `window` went well"),
    half_open_ms: z.int().min(1).max(3_600_000).default(30_000).describe("Rest before one call may try"),
  })
  .transform(({ failures, window, share, half_open_ms }): BreakerSettings => ({
    failures,
    window,
    share,
    halfOpenMs: half_open_ms,
  }));

export const strategySchema = z
  .strictObject({
    default: z.enum(strategyNames).default("fallback"),
    order: z
      .array(modelIdSchema)
      .max(100)
      .superRefine((order, context) => {
        for (const [n, id] of order.entries()) {
          if (order.indexOf(id) === n) continue;
          context.addIssue({ code: "custom", path: [n], message: "this model stands here already" });
        }
      })
      .default([]),
    continue_midstream: z.boolean().default(true).describe("Another model goes on where one broke off"),
    retries: z.int().min(0).max(5).default(2),
    retry_base_ms: z.int().min(1).max(60_000).default(250),
    on_model_failure: z.enum(["error", "extract"]).default("error"),
    quorum: z.int().min(1).max(100).nullable().default(null),
    grace_ms: z.int().min(0).max(600_000).default(1_500),
    breaker: breakerSchema.prefault({}),
  })
  .transform((entry): StrategySettings => ({
    default: entry.default,
    order: entry.order,
    continueMidstream: entry.continue_midstream,
    retry: { retries: entry.retries, baseMs: entry.retry_base_ms },
    onModelFailure: entry.on_model_failure,
    quorum: entry.quorum,
    graceMs: entry.grace_ms,
    breaker: entry.breaker,
  }));
