import { expect, test } from "vitest";
import { answerTo } from "./answer.ts";
import { parseBehaviour } from "./behaviour.ts";
import type { Answer } from "./formats/format.ts";
import { wordsOf } from "./words.ts";

const ask = { role: "user", text: "What is known?" };
const goOn = { role: "user", text: "Go on." };
const said = (spoken: string) => ({ role: "assistant", text: spoken });
const full = text(answered("sim;tokens=30", [ask]));
const beginning = full.slice(0, full.indexOf(" ", 50));

test("models of all names give the same text, and another seed gives another", () => {
  expect(text(answered("other;tokens=30;gap=5", [ask]))).toBe(full);
  expect(text(answered("sim;tokens=30;seed=2", [ask]))).not.toBe(full);
});

test("no word comes twice, and a shorter answer is the beginning of a longer one", () => {
  expect(new Set(wordsOf(1, 0, 200_000)).size).toBe(200_000);
  expect(full.startsWith(text(answered("sim;tokens=11", [ask])))).toBe(true);
});

test("it goes on behind a last assistant message", () => {
  expect(beginning + text(answered("sim;tokens=30", [ask, said(beginning)]))).toBe(full);
});

test("it goes on when the user asks for it behind the beginning", () => {
  expect(beginning + text(answered("sim;tokens=30", [ask, said(beginning), goOn]))).toBe(full);
});

test("it goes on in the middle of a word", () => {
  const torn = beginning.slice(0, -3);
  expect(torn + text(answered("sim;tokens=30", [ask, said(torn), goOn]))).toBe(full);
});

test("a complete answer ahead of a question is an earlier turn", () => {
  expect(text(answered("sim;tokens=30", [ask, said(full), ask]))).toBe(full);
});

test("a complete answer at the end leaves nothing to say", () => {
  expect(answered("sim;tokens=30", [ask, said(full)]).pieces).toEqual([]);
});

test("an assistant message of another text is no beginning", () => {
  expect(text(answered("sim;tokens=30", [ask, said("Something else"), goOn]))).toBe(full);
});

test("bad continuers begin again or say some words twice", () => {
  expect(text(answered("sim;tokens=30;restart=1", [ask, said(beginning), goOn]))).toBe(full);
  const again = text(answered("sim;tokens=30;overlap=2", [ask, said(beginning), goOn]));
  const twice = beginning.split(" ").slice(-2).join(" ");
  expect(again).toBe(` ${twice}${full.slice(beginning.length)}`);
});

test("only what is said is counted, and the prompt's words of all messages", () => {
  const { pieces, promptTokens } = answered("sim;tokens=30", [ask, said("one two"), goOn]);
  expect(promptTokens).toBe(7);
  expect(pieces).toHaveLength(30);
});

test("the caller's limit cuts the answer and is given as the reason", () => {
  const { pieces, finish } = answered("sim;tokens=30", [ask], 4);
  expect(pieces).toEqual([wordsOf(1, 0, 1)[0], ...wordsOf(1, 1, 3).map((word) => ` ${word}`)]);
  expect(finish).toBe("length");
});

test("a literal text comes back to the letter", () => {
  expect(text(answered("sim;text=%20two%0A%20lines%3B%20", [ask]))).toBe(" two\n lines; ");
});

function answered(
  model: string,
  messages: Parameters<typeof answerTo>[0]["messages"],
  maxTokens: number | null = null,
) {
  const behaviour = parseBehaviour(model);
  if (typeof behaviour === "string") throw new Error(behaviour);
  return answerTo({ messages, maxTokens, usageInStream: true }, behaviour, model);
}

function text({ pieces }: Answer): string {
  return pieces.join("");
}
