import fc from "fast-check";
import { expect, test } from "vitest";
import { fitHistory } from "./fitHistory.ts";
import type { PromptMessage } from "./model.ts";
import { tokensOfMessages } from "./tokens.ts";

/** Each takes ten tokens. */
const system: PromptMessage = { role: "system", content: "s".repeat(24) };
const user = (name: string): PromptMessage => ({ role: "user", content: name.padEnd(24) });
const assistant = (name: string): PromptMessage => ({ role: "assistant", content: name.padEnd(24) });
const asked = user("now");
const history = [user("q1"), assistant("a1"), user("q2"), assistant("a2")];

test("what fits stays as it is", () => {
  const messages = [system, ...history, asked];
  expect(fitHistory(messages, 60)).toEqual(messages);
  const greeted = [system, assistant("hello"), asked];
  expect(fitHistory(greeted, 30)).toEqual(greeted);
});

test("the oldest exchange goes first, whole", () => {
  expect(fitHistory([system, ...history, asked], 59)).toEqual([system, user("q2"), assistant("a2"), asked]);
  expect(fitHistory([system, ...history, asked], 40)).toEqual([system, user("q2"), assistant("a2"), asked]);
});

test("an answer does not stay without its question", () => {
  expect(fitHistory([system, ...history, asked], 39)).toEqual([system, asked]);
});

test("system prompt and question stay even where they do not fit", () => {
  expect(fitHistory([system, ...history, asked], 0)).toEqual([system, asked]);
});

test("what follows the question stays with it", () => {
  const call: PromptMessage = {
    role: "assistant",
    content: "",
    toolCalls: [{ id: "1", name: "find", arguments: "{}" }],
  };
  const result: PromptMessage = { role: "tool", content: "found", toolCallId: "1" };
  expect(fitHistory([system, ...history, asked, call, result], 0)).toEqual([system, asked, call, result]);
});

test("a tool's result does not stay without its call", () => {
  const call: PromptMessage = {
    role: "assistant",
    content: "",
    toolCalls: [{ id: "1", name: "find", arguments: "{}" }],
  };
  const result: PromptMessage = { role: "tool", content: "r".repeat(24), toolCallId: "1" };
  const messages = [system, user("q1"), call, result, assistant("a1"), asked];
  expect(fitHistory(messages, tokensOfMessages(messages) - 1)).toEqual([system, asked]);
});

test("a message that is too long takes the ones before it along", () => {
  const long = user("x".repeat(4_000));
  expect(fitHistory([system, user("q1"), assistant("a1"), long, assistant("a2"), asked], 60)).toEqual([
    system,
    asked,
  ]);
});

test("any history ends within its budget or holds nothing that could go, in its order and without gaps", () => {
  const message = fc.record({
    role: fc.constantFrom("user" as const, "assistant" as const),
    content: fc.string({ unit: "grapheme", maxLength: 60 }),
  });
  fc.assert(
    fc.property(fc.array(message), fc.nat(200), (past, budget) => {
      const fitted = fitHistory([system, ...past, asked], budget);
      const kept = fitted.slice(1, -1);
      expect(fitted[0]).toBe(system);
      expect(fitted.at(-1)).toBe(asked);
      expect(kept).toEqual(past.slice(past.length - kept.length));
      expect(kept.length === 0 || tokensOfMessages(fitted) <= budget).toBe(true);
    }),
  );
});
