import { expect, test } from "vitest";
import { sha256 } from "../../../adapters/system/secureRandom.ts";
import { answerOrder } from "./answerOrder.ts";

const deps = { digest: sha256 };
const voices = ["one", "two", "three", "four"].map((text, place) => ({
  model: `m${place}`,
  text,
  isWhole: true,
}));
const textsOf = (question: string, said = voices) =>
  answerOrder(deps, question, said).map(({ text }) => text);

test("answers go under letters, each with its place", () => {
  const ordered = answerOrder(deps, "Why?", voices);
  expect(ordered.map(({ label }) => label)).toEqual(["A", "B", "C", "D"]);
  for (const { voice, text } of ordered) expect(voices[voice]?.text).toBe(text);
});

test("the order is the same however the answers came", () => {
  expect(textsOf("Why?", voices.toReversed())).toEqual(textsOf("Why?"));
});

test("over many questions each answer is about as often in each place", () => {
  const firsts = Array.from({ length: 400 }, (_, n) => textsOf(`Question ${n}`)[0]);
  for (const { text } of voices) {
    const share = firsts.filter((first) => first === text).length / firsts.length;
    expect(share).toBeGreaterThan(0.18);
    expect(share).toBeLessThan(0.32);
  }
});

test("answers alike keep their own places", () => {
  const alike = voices.map((voice) => ({ ...voice, text: "same" }));
  expect(answerOrder(deps, "Why?", alike).map(({ voice }) => voice)).toEqual([0, 1, 2, 3]);
});

test("more answers than letters still have labels of their own", () => {
  const many = Array.from({ length: 30 }, (_, n) => ({ model: `m${n}`, text: `text ${n}`, isWhole: true }));
  const labels = answerOrder(deps, "Why?", many).map(({ label }) => label);
  expect(new Set(labels).size).toBe(30);
  expect(labels.slice(24, 28)).toEqual(["Y", "Z", "A1", "B1"]);
});
