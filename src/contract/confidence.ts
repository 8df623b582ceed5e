import * as z from "zod";

export const confidenceLevels = ["high", "medium", "low"] as const;
export type ConfidenceLevel = (typeof confidenceLevels)[number];

export const confidenceSchema = z
  .object({
    level: z.enum(confidenceLevels).describe("high from .7, medium from .5"),
    value: z.number().min(0).max(1).describe("How well the documents bear the answer out; no probability"),
  })
  .meta({ id: "Confidence" });
