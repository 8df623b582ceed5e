import fc from "fast-check";
import { expect, test } from "vitest";
import { answerTokens, estimateTokens, tokensOfMessages } from "./tokens.ts";

test("four letters of Latin script count as a token, accents, dashes and quotes among them", () => {
  expect(estimateTokens("ñandú – “sí”")).toBe(3);
  expect(estimateTokens("a")).toBe(1);
  expect(estimateTokens("")).toBe(0);
});

test("two letters of other alphabets count as a token", () => {
  expect(estimateTokens("привет")).toBe(3);
  expect(estimateTokens("שלום")).toBe(2);
});

test("each character of Chinese, Japanese and Korean counts as a token, an emoji as two", () => {
  expect(estimateTokens("猫は好き")).toBe(4);
  expect(estimateTokens("안녕")).toBe(2);
  expect(estimateTokens("🦤")).toBe(2);
});

test("a mixed text counts each part by its script", () => {
  expect(estimateTokens(`${"word".repeat(10)}${"猫".repeat(10)}`)).toBe(20);
});

test("a count of characters is taken as Latin", () => {
  expect(estimateTokens(41)).toBe(11);
});

test("a text never takes fewer tokens than a part of it", () => {
  const text = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(text, text, (head, tail) => {
      expect(estimateTokens(head + tail)).toBeGreaterThanOrEqual(estimateTokens(head));
      expect(estimateTokens(head + tail)).toBeLessThanOrEqual(estimateTokens(head) + estimateTokens(tail));
    }),
  );
});

test("messages count what stands in them, tool calls and parts included", () => {
  const call = { id: "1", name: "find", arguments: '{"q":"a"}' };
  expect(tokensOfMessages([{ role: "user", content: "12345678" }])).toBe(4 + 2);
  expect(tokensOfMessages([{ role: "assistant", content: "", toolCalls: [call] }])).toBe(4 + (1 + 3 + 4));
  const image = { type: "image", url: "data:image/png;base64,AAAA" } as const;
  expect(tokensOfMessages([{ role: "user", content: [{ type: "text", text: "1234" }, image] }])).toBe(
    4 + 1 + 800,
  );
});

const room = { window: 10_000, promptTokens: 2_000, modelMaximum: null, asked: null };

test("an answer may take what the window leaves after the prompt and 100 tokens", () => {
  expect(answerTokens(room)).toBe(7_900);
});

test("an answer gets 500 tokens however long the prompt", () => {
  expect(answerTokens({ ...room, promptTokens: 9_500 })).toBe(500);
  expect(answerTokens({ ...room, promptTokens: 20_000 })).toBe(500);
});

test("an answer never gets more than its model gives or than was asked for", () => {
  expect(answerTokens({ ...room, modelMaximum: 4_096 })).toBe(4_096);
  expect(answerTokens({ ...room, modelMaximum: 4_096, asked: 64 })).toBe(64);
  expect(answerTokens({ ...room, modelMaximum: 4_096, asked: 9_000 })).toBe(4_096);
  expect(answerTokens({ ...room, promptTokens: 20_000, modelMaximum: 300 })).toBe(300);
});
