import * as z from "zod";

/** Answers are remembered only where `responses` stands, be it empty. */
export const cacheSchema = z.strictObject({
  responses: z
    .strictObject({
      ttl_minutes: z.number().positive().max(525_600).default(60),
      max_mb: z.number().positive().max(65_536).default(64),
    })
    .optional(),
});
