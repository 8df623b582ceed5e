import * as z from "zod";
import { modelIdSchema } from "./values.ts";

/** Who makes one answer of several. */
export const moderatorSchema = z.strictObject({
  models: z
    .array(modelIdSchema)
    .max(5)
    .optional()
    .describe(
      "The first that gives a usable synthesis; left out: the first two that answer; empty: rules alone",
    ),
  timeout_ms: z
    .int()
    .min(100)
    .max(600_000)
    .default(30_000)
    .describe("The longest that one moderator is waited for"),
});
