import { expect, test } from "vitest";
import { chatCompletionRequestSchema } from "../../contract/openai.ts";
import { askedOf, dialogueOf } from "./chatRequest.ts";

const question = { role: "user", content: "Why?" };

function parsed(more: object) {
  return chatCompletionRequestSchema.parse({ model: "fast", messages: [question], ...more });
}

function refusedPath(more: object): string | undefined {
  const { error } = chatCompletionRequestSchema.safeParse({ model: "fast", messages: [question], ...more });
  return error?.issues[0]?.path.join(".");
}

test("what the client leaves open stays open", () => {
  expect(askedOf(parsed({ temperature: null, tools: [], user: "anna", logit_bias: {} }))).toEqual({
    messages: [question],
  });
});

test("parameters come over under their own names", () => {
  const asked = askedOf(
    parsed({ temperature: 0, top_p: 0.5, max_tokens: 9, stop: "END", seed: 0, tool_choice: "required" }),
  );
  expect(asked).toEqual({
    messages: [question],
    temperature: 0,
    topP: 0.5,
    maxTokens: 9,
    stop: ["END"],
    seed: 0,
    toolChoice: "required",
  });
});

test("of the two limits of length the newer one counts", () => {
  expect(askedOf(parsed({ max_tokens: 9, max_completion_tokens: 5 })).maxTokens).toBe(5);
});

test("each role keeps its place and what belongs to it", () => {
  const call = { id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } };
  const messages = [
    {
      role: "developer",
      content: [
        { type: "text", text: "Be " },
        { type: "text", text: "brief." },
      ],
    },
    {
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image_url", image_url: { url: "data:image/png;base64,AA==", detail: "low" } },
      ],
    },
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "tool", content: "a baton", tool_call_id: "c1" },
  ];
  expect(askedOf(parsed({ messages })).messages).toEqual([
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image", url: "data:image/png;base64,AA==" },
      ],
    },
    { role: "assistant", content: "", toolCalls: [{ id: "c1", name: "look", arguments: '{"at":1}' }] },
    { role: "tool", content: "a baton", toolCallId: "c1" },
  ]);
});

test("a tool without parameters takes an empty object, and one may be demanded by name", () => {
  const asked = askedOf(
    parsed({
      tools: [{ type: "function", function: { name: "look", strict: true } }],
      tool_choice: { type: "function", function: { name: "look" } },
    }),
  );
  expect(asked.tools).toEqual([{ name: "look", parameters: { type: "object", properties: {} } }]);
  expect(asked.toolChoice).toEqual({ name: "look" });
});

test("a response format is any JSON, a schema, or nothing at all", () => {
  const schema = { type: "object", properties: { city: { type: "string" } } };
  const output = (response_format: object) => askedOf(parsed({ response_format })).output;
  expect(output({ type: "json_object" })).toBe("json");
  expect(output({ type: "json_schema", json_schema: { name: "place", strict: true, schema } })).toEqual({
    name: "place",
    schema,
  });
  expect(output({ type: "text" })).toBeUndefined();
});

test("what is not taken is refused where it stands", () => {
  const audio = { type: "input_audio", input_audio: { data: "", format: "wav" } };
  expect(refusedPath({ messages: [question, { role: "user", content: [audio] }] })).toBe(
    "messages.1.content",
  );
  expect(refusedPath({ messages: [{ role: "function", content: "x" }] })).toBe("messages.0.role");
  expect(refusedPath({ n: 2 })).toBe("n");
  expect(refusedPath({ n: 1 })).toBeUndefined();
});

test("the last user message is the question, and what was said before it the history", () => {
  const { messages } = parsed({
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "What is it?" },
      { role: "assistant", content: "A baton." },
      { role: "assistant", content: null, tool_calls: [] },
      { role: "user", content: [{ type: "text", text: "How heavy?" }] },
      { role: "assistant", content: "It " },
    ],
  });
  expect(dialogueOf(messages)).toEqual({
    question: "How heavy?",
    history: [
      { role: "user", content: "What is it?" },
      { role: "assistant", content: "A baton." },
    ],
  });
});

test("an older question does not stand in for a last one without text", () => {
  const image = { type: "image_url", image_url: { url: "https://example.org/a.png" } };
  expect(
    dialogueOf(parsed({ messages: [question, { role: "user", content: [image] }] }).messages),
  ).toBeNull();
  expect(dialogueOf(parsed({ messages: [{ role: "system", content: "Hi" }] }).messages)).toBeNull();
});
