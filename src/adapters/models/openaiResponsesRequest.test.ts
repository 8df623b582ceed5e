import { expect, test } from "vitest";
import type { ModelRequest } from "../../core/answering/model.ts";
import { openaiResponses } from "./openaiResponses.ts";
import { openaiResponsesBody } from "./openaiResponsesRequest.ts";
import type { Endpoint, Quirks } from "./wireFormat.ts";

function endpoint(quirks: Quirks = {}): Endpoint {
  return { model: "gpt-5-mini", baseUrl: "https://api.openai.com/v1", apiKey: "key-1", quirks };
}

function request(over: Partial<ModelRequest> = {}): ModelRequest {
  return { question: "?", messages: [{ role: "user", content: "hi" }], evidence: [], locale: "en", ...over };
}

test("a request stores nothing at the vendor and carries its key in a header alone", () => {
  const { path, headers, body } = openaiResponses.request(endpoint(), request(), true);
  expect(path).toBe("/responses");
  expect(headers).toEqual({ authorization: "Bearer key-1" });
  expect(JSON.parse(body)).toEqual({
    model: "gpt-5-mini",
    input: [{ role: "user", content: "hi" }],
    stream: true,
    store: false,
  });
});

test("quirks say path, query and key header", () => {
  const quirks = { path: "/openai/v1/responses", query: "api-version=preview", keyHeader: "api-key" };
  const { path, headers } = openaiResponses.request(endpoint(quirks), request(), true);
  expect(path).toBe("/openai/v1/responses?api-version=preview");
  expect(headers).toEqual({ "api-key": "key-1" });
});

test("messages become instructions and input items, calls and results apart from them", () => {
  const body = openaiResponsesBody(
    endpoint(),
    request({
      messages: [
        { role: "system", content: "be brief" },
        {
          role: "user",
          content: [
            { type: "text", text: "what?" },
            { type: "image", url: "data:image/png;base64,AAAA" },
          ],
        },
        {
          role: "assistant",
          content: "let me see",
          toolCalls: [{ id: "a", name: "clock", arguments: "{}" }],
        },
        { role: "tool", toolCallId: "a", content: "noon" },
      ],
    }),
    false,
  );
  expect(body).toMatchObject({
    instructions: "be brief",
    stream: false,
    input: [
      {
        role: "user",
        content: [
          { type: "input_text", text: "what?" },
          { type: "input_image", image_url: "data:image/png;base64,AAAA", detail: "auto" },
        ],
      },
      { role: "assistant", content: "let me see" },
      { type: "function_call", call_id: "a", name: "clock", arguments: "{}" },
      { type: "function_call_output", call_id: "a", output: "noon" },
    ],
  });
});

test("parameters take their names of this format, and those it lacks are left out", () => {
  const asked = request({ temperature: 0, topP: 0.5, maxTokens: 99, stop: ["END"], seed: 4 });
  expect(openaiResponsesBody(endpoint(), asked, true)).toEqual({
    model: "gpt-5-mini",
    input: [{ role: "user", content: "hi" }],
    stream: true,
    store: false,
    temperature: 0,
    top_p: 0.5,
    max_output_tokens: 99,
  });
  const refusing = openaiResponsesBody(endpoint({ refused: ["temperature", "topP"] }), asked, true);
  expect(refusing).not.toHaveProperty("temperature");
  expect(refusing).not.toHaveProperty("top_p");
});

test("JSON is asked for with the schema where the model takes one", () => {
  const schema = { type: "object" };
  const asked = request({ output: { name: "answer", schema } });
  const formatOf = (quirks: Quirks, over = asked) =>
    openaiResponsesBody(endpoint(quirks), over, true)["text"];
  expect(formatOf({})).toEqual({ format: { type: "json_schema", name: "answer", schema, strict: true } });
  expect(formatOf({ structuredOutput: "json_object" })).toEqual({ format: { type: "json_object" } });
  expect(formatOf({ structuredOutput: "none" })).toBeUndefined();
  expect(formatOf({}, request({ output: "json" }))).toEqual({ format: { type: "json_object" } });
});

test("tools are not strict, and the choice of one names it", () => {
  const tools = [{ name: "clock", parameters: { type: "object" } }];
  expect(
    openaiResponsesBody(endpoint(), request({ tools, toolChoice: { name: "clock" } }), true),
  ).toMatchObject({
    tools: [{ type: "function", name: "clock", parameters: { type: "object" }, strict: false }],
    tool_choice: { type: "function", name: "clock" },
  });
  expect(openaiResponsesBody(endpoint(), request({ tools, toolChoice: "required" }), true)).toMatchObject({
    tool_choice: "required",
  });
});
