import { expect, test } from "vitest";
import type { ModelRequest, PromptMessage } from "../../core/answering/model.ts";
import { anthropicMessages } from "./anthropicMessages.ts";
import { recordOf } from "./json.ts";
import type { Endpoint } from "./wireFormat.ts";

const endpoint: Endpoint = {
  model: "claude-sonnet-5",
  baseUrl: "https://api.anthropic.com/v1",
  apiKey: "sk-ant-1",
  quirks: {},
};

const asked: ModelRequest = {
  question: "?",
  messages: [{ role: "user", content: "?" }],
  evidence: [],
  locale: "en",
};

function bodyOf(request: Partial<ModelRequest>, quirks: Endpoint["quirks"] = {}) {
  const { body } = anthropicMessages.request({ ...endpoint, quirks }, { ...asked, ...request }, true);
  const parsed: unknown = JSON.parse(body);
  return recordOf(parsed);
}

function messagesOf(...messages: readonly PromptMessage[]): unknown {
  return bodyOf({ messages })["messages"];
}

test("a request carries key, version and the limit that the vendor demands", () => {
  const { path, headers, body } = anthropicMessages.request(endpoint, asked, true);
  expect(path).toBe("/messages");
  expect(headers).toEqual({
    "content-type": "application/json",
    "x-api-key": "sk-ant-1",
    "anthropic-version": "2026-10-21",
  });
  expect(JSON.parse(body)).toEqual({
    model: "claude-sonnet-5",
    max_tokens: 4096,
    stream: true,
    messages: [{ role: "user", content: [{ type: "text", text: "?" }] }],
  });
});

test("a base URL without its version gets it", () => {
  const proxied = { ...endpoint, baseUrl: "https://proxy.example/anthropic" };
  expect(anthropicMessages.request(proxied, asked, false).path).toBe("/v1/messages");
});

test("an endpoint may have other headers, path and query", () => {
  const quirks = {
    keyHeader: "api-key",
    headers: { "Anthropic-Version": "2023-06-01", "X-Team": "a" },
    path: "/models/{model}:predict",
    query: "v=1",
  };
  const { path, headers } = anthropicMessages.request({ ...endpoint, quirks }, asked, true);
  expect(path).toBe("/models/claude-sonnet-5:predict?v=1");
  expect(headers).toEqual({
    "content-type": "application/json",
    "api-key": "sk-ant-1",
    "anthropic-version": "2023-06-01",
    "x-team": "a",
  });
});

test("system messages stand apart, and neighbours of one role are one turn", () => {
  const { system, messages } = bodyOf({
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "One" },
      { role: "user", content: "Two" },
      { role: "assistant", content: "" },
      { role: "assistant", content: "Three" },
      { role: "system", content: "Be kind." },
      { role: "user", content: "Four" },
    ],
  });
  expect(system).toBe("Be brief.\n\nBe kind.");
  expect(messages).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "One" },
        { type: "text", text: "Two" },
      ],
    },
    { role: "assistant", content: [{ type: "text", text: "Three" }] },
    { role: "user", content: [{ type: "text", text: "Four" }] },
  ]);
});

test("calls and their results go back, results ahead of what the user says next", () => {
  const toolCalls = [
    { id: "call:1", name: "hour", arguments: '{"city":"Lima"}' },
    { id: "b", name: "now", arguments: "null" },
  ];
  const messages = messagesOf(
    { role: "user", content: "Hour?" },
    { role: "assistant", content: "I look.", toolCalls },
    { role: "tool", content: "3 pm", toolCallId: "call:1" },
    { role: "tool", content: "", toolCallId: "b" },
    { role: "user", content: "And?" },
  );
  expect(messages).toEqual([
    { role: "user", content: [{ type: "text", text: "Hour?" }] },
    {
      role: "assistant",
      content: [
        { type: "text", text: "I look." },
        { type: "tool_use", id: "call_1", name: "hour", input: { city: "Lima" } },
        { type: "tool_use", id: "b", name: "now", input: {} },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "call_1", content: "3 pm" },
        { type: "tool_result", tool_use_id: "b" },
        { type: "text", text: "And?" },
      ],
    },
  ]);
});

test("images go as their bytes or as their address", () => {
  const messages = messagesOf({
    role: "user",
    content: [
      { type: "text", text: "What is it?" },
      { type: "image", url: "data:image/png;base64,iVBORw0=" },
      { type: "image", url: "data:image/webp,%52IFF" },
      { type: "image", url: "https://example.org/a.png" },
    ],
  });
  expect(messages).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "What is it?" },
        { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0=" } },
        { type: "image", source: { type: "base64", media_type: "image/webp", data: "UklGRg==" } },
        { type: "image", source: { type: "url", url: "https://example.org/a.png" } },
      ],
    },
  ]);
});

test("the version that has no sampling gets none, the one that had it gets one in its range", () => {
  const old = { headers: { "anthropic-version": "2023-06-01" } };
  const limits = { maxTokens: 9, stop: ["END"], seed: 3 };
  expect(bodyOf({ temperature: 1.7, topP: 0.5, ...limits })).toEqual({
    ...bodyOf({}),
    max_tokens: 9,
    stop_sequences: ["END"],
  });
  expect(bodyOf({ temperature: 1.7, topP: 0.5 }, old)).toEqual({ ...bodyOf({}), temperature: 1 });
  expect(bodyOf({ topP: 0.5 }, old)).toEqual({ ...bodyOf({}), top_p: 0.5 });
  expect(bodyOf({ temperature: 0.2, stop: ["END"] }, { ...old, refused: ["temperature", "stop"] })).toEqual(
    bodyOf({}),
  );
});

test("tools are offered with the choice among them", () => {
  const tools = [{ name: "hour", description: "Tells it.", parameters: { properties: {} } }];
  expect(bodyOf({ tools })).toMatchObject({
    tools: [{ name: "hour", description: "Tells it.", input_schema: { type: "object", properties: {} } }],
  });
  expect(bodyOf({ tools })).not.toHaveProperty("tool_choice");
  expect(bodyOf({ tools, toolChoice: "required" })["tool_choice"]).toEqual({ type: "any" });
  expect(bodyOf({ tools, toolChoice: "none" })["tool_choice"]).toEqual({ type: "none" });
  expect(bodyOf({ tools, toolChoice: { name: "hour" } })["tool_choice"]).toEqual({
    type: "tool",
    name: "hour",
  });
  expect(bodyOf({ toolChoice: "required" })).toEqual(bodyOf({}));
});

test("an answer may have to fit a schema, which the vendor wants closed", () => {
  const schema = { type: "object", properties: { age: { type: "integer", minimum: 0 } } };
  const output = { name: "person", schema };
  expect(bodyOf({ output })["output_config"]).toEqual({
    format: {
      type: "json_schema",
      schema: {
        type: "object",
        properties: { age: { type: "integer", description: "{minimum: 0}" } },
        additionalProperties: false,
      },
    },
  });
  expect(bodyOf({ output: "json" })).toEqual(bodyOf({}));
  expect(bodyOf({ output }, { structuredOutput: "none" })).toEqual(bodyOf({}));
});
