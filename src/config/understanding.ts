import * as z from "zod";
import { modelIdSchema } from "./values.ts";

/** How questions are understood before anything is searched. */
export const understandingSchema = z.strictObject({
  rewriter: z
    .strictObject({
      model: modelIdSchema.describe(
        "A small, quick one: it writes one line for each question that leans back",
      ),
      timeout_ms: z
        .int()
        .min(50)
        .max(10_000)
        .default(1_000)
        .describe("The longest that a rewritten question is waited for; then rules rewrite it"),
    })
    .optional()
    .describe("Left out: rules alone"),
});
