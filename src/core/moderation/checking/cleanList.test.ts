import { expect, test } from "vitest";
import { cleanList } from "./cleanList.ts";

test("entries are one line each, without the mark of a list", () => {
  expect(cleanList(["- rust\n and  dents", "2) warranty", "• price", "2.5 mm"])).toEqual([
    "rust and dents",
    "warranty",
    "price",
    "2.5 mm",
  ]);
});

test("what is empty or said before goes", () => {
  expect(cleanList(["", "Rust!", " … ", "rust", "Óxido", "óxido."])).toEqual(["Rust!", "Óxido"]);
});

test("there are seven at most", () => {
  expect(cleanList("a b c d e f g h i".split(" "))).toEqual("a b c d e f g".split(" "));
});

test("one that is too long is cut between words", () => {
  const [entry = ""] = cleanList(["word ".repeat(80)]);
  expect(entry).toBe(`${"word ".repeat(59)}word…`);
  expect(cleanList(["x".repeat(400)])[0]).toHaveLength(300);
});
