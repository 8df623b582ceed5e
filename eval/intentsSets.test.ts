import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadIntentSets, sampled, splitPhrases } from "./intentsSets.ts";

const folder = mkdtempSync(join(tmpdir(), "batuta-intents-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("joins the files of a set, and takes a validation set for strangers only", async () => {
  const write = (name: string, ...lines: object[]) =>
    writeFileSync(join(folder, name), `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
  write("a_train_small.jsonl", { text: "hi", intent: "greet" });
  write("a_test.jsonl", { text: "hello", intent: "greet" });
  write("a_oos_test.jsonl", { text: "rain?" });
  write("b_validate.jsonl", { text: "play", intent: "music" });
  write("words.jsonl", { anything: 1 });
  expect(await loadIntentSets(folder)).toEqual([
    {
      name: "a",
      canBeLearned: true,
      phrases: [{ text: "hi", intent: "greet", seen: false }],
      test: [{ text: "hello", intent: "greet", seen: false }],
      outside: [{ text: "rain?", intent: "", seen: false }],
    },
    {
      name: "b",
      canBeLearned: false,
      phrases: [{ text: "play", intent: "music", seen: false }],
      test: null,
      outside: null,
    },
  ]);
  expect(await loadIntentSets(join(folder, "nowhere"))).toEqual([]);
});

test("leaves out each fifth phrase of every intent", () => {
  const phrases = ["x", "y"].flatMap((intent) =>
    Array.from({ length: 6 }, (_, i) => ({ text: `${intent}${i}`, intent, seen: false })),
  );
  const { kept, out } = splitPhrases(phrases);
  expect(out.map(({ text }) => text)).toEqual(["x4", "y4"]);
  expect(kept).toHaveLength(10);
  expect(sampled([1, 2, 3, 4, 5], 2)).toEqual([1, 3, 5]);
});
