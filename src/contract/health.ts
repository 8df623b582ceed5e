import * as z from "zod";

export const liveSchema = z.object({ status: z.literal("live"), version: z.string() });

export const readySchema = z.object({
  status: z.enum(["ready", "unavailable"]),
  dependencies: z.record(
    z.string(),
    z.object({ status: z.enum(["ok", "down", "rebuilding"]), detail: z.string().optional() }),
  ),
});
export type Ready = z.infer<typeof readySchema>;
