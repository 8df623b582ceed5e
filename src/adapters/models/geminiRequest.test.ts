import { expect, test } from "vitest";
import type { ModelRequest } from "../../core/answering/model.ts";
import { geminiGenerate } from "./geminiGenerate.ts";
import { geminiBody } from "./geminiRequest.ts";
import type { Endpoint } from "./wireFormat.ts";

const endpoint: Endpoint = {
  model: "gemini-2.5-flash",
  baseUrl: "https://generativelanguage.googleapis.com/v1beta",
  apiKey: "key-1",
  quirks: {},
};

function request(over: Partial<ModelRequest>): ModelRequest {
  return { question: "?", messages: [{ role: "user", content: "hi" }], evidence: [], locale: "en", ...over };
}

function pathOf(over: Partial<Endpoint>, stream = true): string {
  return geminiGenerate.request({ ...endpoint, ...over }, request({}), stream).path;
}

test("a stream and a whole answer are asked for by the method's name", () => {
  expect(pathOf({})).toBe("/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
  expect(pathOf({}, false)).toBe("/models/gemini-2.5-flash:generateContent");
});

test("a model elsewhere than in models/ keeps its place, and quirks may say path and query", () => {
  expect(pathOf({ model: "tunedModels/mine" })).toBe("/tunedModels/mine:streamGenerateContent?alt=sse");
  const quirks = { path: "/publishers/google/models/{model}", query: "a=b" };
  expect(pathOf({ quirks })).toBe(
    "/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse&a=b",
  );
});

test("the key stands in its own header and in no path", () => {
  const { headers, path, body } = geminiGenerate.request(endpoint, request({}), true);
  expect(headers).toEqual({ "x-goog-api-key": "key-1" });
  expect(path + body).not.toContain("key-1");
  const vertex = { ...endpoint, apiKey: null, quirks: { headers: { authorization: "Bearer token" } } };
  expect(geminiGenerate.request(vertex, request({}), true).headers).toEqual({
    authorization: "Bearer token",
  });
});

test("system messages become the instruction, and the rest alternates between user and model", () => {
  const body = geminiBody(
    {},
    request({
      messages: [
        { role: "system", content: "be brief" },
        { role: "user", content: "one" },
        { role: "user", content: "two" },
        { role: "assistant", content: "three" },
      ],
    }),
  );
  expect(body).toEqual({
    systemInstruction: { parts: [{ text: "be brief" }] },
    contents: [
      { role: "user", parts: [{ text: "one" }, { text: "two" }] },
      { role: "model", parts: [{ text: "three" }] },
    ],
  });
});

test("calls and their results go back under the names of the calls, parallel results together", () => {
  const { contents } = geminiBody(
    {},
    request({
      messages: [
        { role: "user", content: "weather?" },
        {
          role: "assistant",
          content: "",
          toolCalls: [
            { id: "a", name: "weather", arguments: '{"city":"Lima"}' },
            { id: "b", name: "clock", arguments: "" },
          ],
        },
        { role: "tool", toolCallId: "a", content: '{"degrees":19}' },
        { role: "tool", toolCallId: "b", content: "noon" },
      ],
    }),
  );
  expect(contents).toEqual([
    { role: "user", parts: [{ text: "weather?" }] },
    {
      role: "model",
      parts: [
        {
          functionCall: { id: "a", name: "weather", args: { city: "Lima" } },
          thoughtSignature: "skip_thought_signature_validator",
        },
        { functionCall: { id: "b", name: "clock", args: {} } },
      ],
    },
    {
      role: "user",
      parts: [
        { functionResponse: { id: "a", name: "weather", response: { degrees: 19 } } },
        { functionResponse: { id: "b", name: "clock", response: { output: "noon" } } },
      ],
    },
  ]);
});

test("images go inline from data URLs and by address otherwise", () => {
  const { contents } = geminiBody(
    {},
    request({
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "what?" },
            { type: "image", url: "data:image/png;base64,AAAA" },
            { type: "image", url: "https://example.org/a.webp?size=2" },
          ],
        },
      ],
    }),
  );
  expect(contents).toEqual([
    {
      role: "user",
      parts: [
        { text: "what?" },
        { inlineData: { mimeType: "image/png", data: "AAAA" } },
        { fileData: { fileUri: "https://example.org/a.webp?size=2", mimeType: "image/webp" } },
      ],
    },
  ]);
});

test("parameters take their names of this format, and refused ones are left out", () => {
  const asked = request({ temperature: 0, topP: 0.5, maxTokens: 9, stop: ["END"], seed: 4 });
  expect(geminiBody({}, asked)["generationConfig"]).toEqual({
    temperature: 0,
    topP: 0.5,
    maxOutputTokens: 9,
    stopSequences: ["END"],
    seed: 4,
  });
  expect(geminiBody({ refused: ["temperature", "topP", "stop", "seed"] }, asked)["generationConfig"]).toEqual(
    {
      maxOutputTokens: 9,
    },
  );
});

test("JSON is asked for with the schema where the model takes one", () => {
  const schema = { type: "object", properties: { a: { type: "string" } } };
  const asked = request({ output: { name: "answer", schema } });
  expect(geminiBody({}, asked)["generationConfig"]).toEqual({
    responseMimeType: "application/json",
    responseJsonSchema: schema,
  });
  expect(geminiBody({ structuredOutput: "json_object" }, asked)["generationConfig"]).toEqual({
    responseMimeType: "application/json",
  });
  expect(geminiBody({ structuredOutput: "none" }, asked)).not.toHaveProperty("generationConfig");
  expect(geminiBody({}, request({ output: "json" }))["generationConfig"]).toEqual({
    responseMimeType: "application/json",
  });
});

test.each([
  ["auto" as const, { mode: "AUTO" }],
  ["none" as const, { mode: "NONE" }],
  ["required" as const, { mode: "ANY" }],
  [{ name: "clock" }, { mode: "ANY", allowedFunctionNames: ["clock"] }],
])("the choice of tools %j is written as %j", (toolChoice, functionCallingConfig) => {
  const parameters = { type: "object", properties: {} };
  const tools = [{ name: "clock", description: "the time", parameters }];
  expect(geminiBody({}, request({ tools, toolChoice }))).toMatchObject({
    tools: [
      {
        functionDeclarations: [{ name: "clock", description: "the time", parametersJsonSchema: parameters }],
      },
    ],
    toolConfig: { functionCallingConfig },
  });
});
