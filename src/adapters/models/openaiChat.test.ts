import { expect, test } from "vitest";
import type { ModelRequest } from "../../core/answering/model.ts";
import { openaiChat } from "./openaiChat.ts";
import type { Quirks } from "./wireFormat.ts";

const request: ModelRequest = {
  question: "¿qué?",
  messages: [
    { role: "system", content: "Sé breve." },
    {
      role: "user",
      content: [
        { type: "text", text: "¿qué?" },
        { type: "image", url: "data:image/png;base64,AA==" },
      ],
    },
    { role: "assistant", content: "", toolCalls: [{ id: "c1", name: "find", arguments: "{}" }] },
    { role: "tool", content: "3", toolCallId: "c1" },
  ],
  evidence: [],
  locale: "es",
  temperature: 0,
  topP: 0.5,
  maxTokens: 50,
  stop: ["\n"],
  seed: 0,
  tools: [{ name: "find", description: "finds", parameters: { type: "object" } }],
  toolChoice: { name: "find" },
  output: { name: "fact", schema: { type: "object", additionalProperties: false } },
};

function write(quirks: Quirks, stream = true, apiKey: string | null = "k") {
  const endpoint = { model: "a/b", baseUrl: "http://x", apiKey, quirks };
  const { path, headers, body } = openaiChat.request(endpoint, request, stream);
  const parsed: unknown = JSON.parse(body);
  return { path, headers, body: parsed };
}

test("a request says everything in OpenAI's words", () => {
  expect(write({})).toEqual({
    path: "/chat/completions",
    headers: { authorization: "Bearer k" },
    body: {
      model: "a/b",
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: "system", content: "Sé breve." },
        {
          role: "user",
          content: [
            { type: "text", text: "¿qué?" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c1", type: "function", function: { name: "find", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "c1", content: "3" },
      ],
      max_completion_tokens: 50,
      temperature: 0,
      top_p: 0.5,
      stop: ["\n"],
      seed: 0,
      tools: [
        {
          type: "function",
          function: { name: "find", description: "finds", parameters: { type: "object" } },
        },
      ],
      tool_choice: { type: "function", function: { name: "find" } },
      response_format: {
        type: "json_schema",
        json_schema: { name: "fact", schema: { type: "object", additionalProperties: false }, strict: true },
      },
    },
  });
});

test("quirks rename, move and leave out", () => {
  const { path, headers, body } = write({
    path: "/deployments/{model}/chat",
    query: "api-version=1",
    keyHeader: "api-key",
    headers: { "x-title": "t" },
    maxTokensField: "max_tokens",
    streamUsageOption: false,
    structuredOutput: "json_object",
    seedField: "random_seed",
    refused: ["temperature", "topP", "stop"],
  });
  expect({ path, headers }).toEqual({
    path: "/deployments/a%2Fb/chat?api-version=1",
    headers: { "api-key": "k", "x-title": "t" },
  });
  expect(body).toMatchObject({ max_tokens: 50, random_seed: 0, response_format: { type: "json_object" } });
  for (const field of ["stream_options", "max_completion_tokens", "seed", "temperature", "top_p", "stop"])
    expect(body).not.toHaveProperty(field);
});

test("a whole answer is asked for without a word about streams, and without a key no header is sent", () => {
  const { headers, body } = write({ structuredOutput: "none", seedField: null }, false, null);
  expect(headers).toEqual({});
  for (const field of ["stream", "stream_options", "seed", "response_format"])
    expect(body).not.toHaveProperty(field);
});
