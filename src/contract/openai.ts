import * as z from "zod";

/**
 * Requests of OpenAI's chat completions and embeddings (https://platform.openai.com/docs/api-reference). Members that
 * are not named here are let through and change nothing: clients send many.
 */

const text = z.string().max(2_000_000);
const textPart = z.looseObject({ type: z.literal("text"), text });
const imagePart = z.looseObject({
  type: z.literal("image_url"),
  image_url: z.looseObject({ url: z.string().max(30_000_000) }),
});
const texts = z.union([text, z.array(textPart).max(1000)], "must be text, or parts of the type `text`");

const toolCall = z.looseObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const message = z.discriminatedUnion("role", [
  z.looseObject({ role: z.literal("system"), content: texts }),
  z.looseObject({ role: z.literal("developer"), content: texts }),
  z.looseObject({
    role: z.literal("user"),
    content: z.union(
      [text, z.array(z.discriminatedUnion("type", [textPart, imagePart])).max(1000)],
      "must be text, or parts of the types `text` and `image_url`",
    ),
  }),
  z.looseObject({
    role: z.literal("assistant"),
    content: texts.nullish(),
    tool_calls: z.array(toolCall).max(1000).nullish(),
  }),
  z.looseObject({ role: z.literal("tool"), content: texts, tool_call_id: z.string() }),
]);
export type OpenaiMessage = z.infer<typeof message>;

const jsonObject = z.record(z.string(), z.unknown());

export const chatCompletionRequestSchema = z.looseObject({
  model: z
    .string()
    .min(1)
    .max(300)
    .describe("A model's id, `batuta/<strategy>`, or `workspace/<id>`, which answers over its documents"),
  messages: z.array(message).min(1).max(2000),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  seed: z.int().nullish(),
  n: z.literal(1, "only one choice is given").nullish(),
  tools: z
    .array(
      z.looseObject({
        type: z.literal("function"),
        function: z.looseObject({
          name: z.string().min(1),
          description: z.string().nullish(),
          parameters: jsonObject.nullish(),
        }),
      }),
    )
    .max(256)
    .nullish(),
  tool_choice: z
    .union([
      z.enum(["auto", "none", "required"]),
      z.looseObject({ type: z.literal("function"), function: z.looseObject({ name: z.string() }) }),
    ])
    .nullish(),
  response_format: z
    .discriminatedUnion("type", [
      z.looseObject({ type: z.literal("text") }),
      z.looseObject({ type: z.literal("json_object") }),
      z.looseObject({
        type: z.literal("json_schema"),
        json_schema: z.looseObject({ name: z.string(), schema: jsonObject }),
      }),
    ])
    .nullish(),
});
export type ChatCompletionRequest = z.infer<typeof chatCompletionRequestSchema>;

export const embeddingsRequestSchema = z.looseObject({
  model: z.string().min(1).max(300),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)]),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.int().min(1).nullish(),
});
export type EmbeddingsRequest = z.infer<typeof embeddingsRequestSchema>;
