import fc from "fast-check";
import { expect, test } from "vitest";
import { blocksOf } from "./blocks.ts";

const kindsOf = (text: string) =>
  blocksOf(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

test("prose, headings, lists, code and tables are told apart", () => {
  const text =
    "Intro\ngoes on.\n\n## Title\n- one\n- two\n\n```js\nlet a = 1;\n\nlet b;\n```\n| a | b |\n|---|---|\n\nEnd.";
  expect(kindsOf(text)).toEqual([
    ["prose", "Intro\ngoes on."],
    ["heading", "## Title"],
    ["list", "- one\n- two"],
    ["code", "```js\nlet a = 1;\n\nlet b;\n```"],
    ["table", "| a | b |\n|---|---|"],
    ["prose", "End."],
  ]);
});

test("a list goes on over blank and indented lines", () => {
  expect(kindsOf("1. one\n\n2. two\n   more of two\n\nEnd.")).toEqual([
    ["list", "1. one\n\n2. two\n   more of two"],
    ["prose", "End."],
  ]);
});

test("code that nothing closes runs to the end, and a list mark in it is code", () => {
  expect(kindsOf("Run:\n~~~\n- x\n```\n\n# y")).toEqual([
    ["prose", "Run:"],
    ["code", "~~~\n- x\n```\n\n# y"],
  ]);
});

test("a bold line alone is a heading, bold words in a sentence are not", () => {
  expect(kindsOf("**Pros:**\n**Wood** is warm.")).toEqual([
    ["heading", "**Pros:**"],
    ["prose", "**Wood** is warm."],
  ]);
});

test("blocks are in order, do not overlap and leave out nothing but blanks", () => {
  const line = fc.constantFrom("", "text", "- item", "  more", "```", "# head", "| a | b |", "1. step");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const text = lines.join("\n");
      let end = 0;
      for (const block of blocksOf(text)) {
        expect(text.slice(end, block.start).trim()).toBe("");
        expect(block.end).toBeGreaterThan(block.start);
        end = block.end;
      }
      expect(text.slice(end).trim()).toBe("");
    }),
  );
});
