import { expect, test } from "vitest";
import type { ModelRequest } from "../../core/answering/model.ts";
import { cohereChat } from "./cohereChat.ts";
import { recordOf } from "./json.ts";
import type { Endpoint } from "./wireFormat.ts";

const endpoint: Endpoint = {
  model: "command-a-03-2025",
  baseUrl: "https://api.cohere.com/v2",
  apiKey: "co-1",
  quirks: {},
};

const asked: ModelRequest = {
  question: "?",
  messages: [{ role: "user", content: "?" }],
  evidence: [],
  locale: "en",
};

const tools = [
  { name: "hour", description: "Tells it.", parameters: { type: "object" } },
  { name: "day", parameters: { type: "object" } },
];

function bodyOf(request: Partial<ModelRequest>, quirks: Endpoint["quirks"] = {}) {
  const { body } = cohereChat.request({ ...endpoint, quirks }, { ...asked, ...request }, true);
  const parsed: unknown = JSON.parse(body);
  return recordOf(parsed);
}

test("a request carries its key as a bearer", () => {
  const { path, headers, body } = cohereChat.request(endpoint, asked, false);
  expect(path).toBe("/chat");
  expect(headers).toEqual({ "content-type": "application/json", authorization: "Bearer co-1" });
  expect(JSON.parse(body)).toEqual({
    model: "command-a-03-2025",
    messages: [{ role: "user", content: "?" }],
    stream: false,
  });
});

test("a base URL without its version gets it, and an endpoint may have its own headers", () => {
  const quirks = { keyHeader: "api-key", headers: { "x-team": "a" }, query: "v=1" };
  const own = { ...endpoint, baseUrl: "https://proxy.example/cohere", quirks };
  const { path, headers } = cohereChat.request(own, asked, true);
  expect(path).toBe("/v2/chat?v=1");
  expect(headers).toEqual({ "content-type": "application/json", "api-key": "co-1", "x-team": "a" });
});

test("parameters keep to the vendor's ranges and names", () => {
  const limits = { maxTokens: 9, stop: ["a", "b", "c", "d", "e", "f"], seed: 3 };
  expect(bodyOf({ temperature: 1.7, topP: 1, ...limits })).toEqual({
    ...bodyOf({}),
    max_tokens: 9,
    temperature: 1,
    p: 0.99,
    stop_sequences: ["a", "b", "c", "d", "e"],
    seed: 3,
  });
  expect(bodyOf({ temperature: 1, seed: 3 }, { refused: ["temperature"], seedField: null })).toEqual(
    bodyOf({}),
  );
  expect(bodyOf({ seed: -3 })).toEqual(bodyOf({}));
});

test("calls and their results go back, and what is said beside calls is their plan", () => {
  const toolCalls = [{ id: "a", name: "now", arguments: "" }];
  const { messages } = bodyOf({
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "" },
      { role: "assistant", content: "I look.", toolCalls },
      { role: "tool", content: "3 pm", toolCallId: "a" },
      { role: "assistant", content: "3 pm" },
      { role: "assistant", content: "" },
    ],
  });
  expect(messages).toEqual([
    { role: "system", content: "Be brief." },
    {
      role: "assistant",
      tool_plan: "I look.",
      tool_calls: [{ id: "a", type: "function", function: { name: "now", arguments: "{}" } }],
    },
    { role: "tool", tool_call_id: "a", content: "3 pm" },
    { role: "assistant", content: "3 pm" },
  ]);
});

test("images go as their address or as data", () => {
  const content = [
    { type: "text", text: "What is it?" },
    { type: "image", url: "data:image/png;base64,iVBORw0=" },
  ] as const;
  expect(bodyOf({ messages: [{ role: "user", content }] })["messages"]).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0=" } },
      ],
    },
  ]);
});

test("tools are offered with the choice among them, and a certain one is demanded by offering it alone", () => {
  const hour = { type: "function", function: { ...tools[0] } };
  const day = { type: "function", function: { ...tools[1] } };
  expect(bodyOf({ tools, toolChoice: "auto" })).toEqual({ ...bodyOf({}), tools: [hour, day] });
  expect(bodyOf({ tools, toolChoice: "none" })["tool_choice"]).toBe("NONE");
  expect(bodyOf({ tools, toolChoice: "required" })["tool_choice"]).toBe("REQUIRED");
  expect(bodyOf({ tools, toolChoice: { name: "day" } })).toEqual({
    ...bodyOf({}),
    tools: [day],
    tool_choice: "REQUIRED",
  });
});

test("an answer may have to be JSON, but not beside tools", () => {
  const schema = { type: "object", properties: {} };
  const output = { name: "person", schema };
  expect(bodyOf({ output: "json" })["response_format"]).toEqual({ type: "json_object" });
  expect(bodyOf({ output })["response_format"]).toEqual({ type: "json_object", json_schema: schema });
  expect(bodyOf({ output }, { structuredOutput: "json_object" })["response_format"]).toEqual({
    type: "json_object",
  });
  expect(bodyOf({ output }, { structuredOutput: "none" })).toEqual(bodyOf({}));
  expect(bodyOf({ output, tools })).not.toHaveProperty("response_format");
});
