import * as z from "zod";

export const usageSchema = z.object({
  input_tokens: z.int(),
  output_tokens: z.int(),
  cached_tokens: z.int().optional().describe("Of the input, read from the vendor's cache"),
  reasoning_tokens: z.int().optional().describe("Of the output, thoughts"),
  estimated: z.boolean(),
});
export type UsageView = z.infer<typeof usageSchema>;
