import { expect, test } from "vitest";
import { namesIn } from "./namesIn.ts";

const named = (text: string, role: "user" | "assistant" = "assistant") =>
  namesIn(text, role).map(({ text: name, kind }) => [name, kind]);

test("names are runs of capitalised words, with the small words between them", () => {
  expect(named("In 1969 the Mothers of Invention left with Frank Zappa for San José de Mayo.")).toEqual([
    ["Mothers of Invention", "other"],
    ["Frank Zappa", "person"],
    ["San José de Mayo", "other"],
  ]);
});

test("a work is what stands in quotes, a code what mixes letters and digits", () => {
  expect(named("Luego grabó «El amor después del amor» y midió la bomba K-200.")).toEqual([
    ["El amor después del amor", "work"],
    ["K-200", "code"],
  ]);
});

test("the first word of a question is no name, nor is a month or a question word", () => {
  expect(named("Describe the Isodec panel", "user")).toEqual([["Isodec", "other"]]);
  expect(named("¿Cuánto llovió en Marzo?", "user")).toEqual([]);
});

test("a name ends with its sentence, but not at an initial", () => {
  expect(named("They praised Monster. In May George S. Kaufman came.").map(([name]) => name)).toEqual([
    "Monster",
    "George S. Kaufman",
  ]);
});

test("one word that begins a sentence is doubtful, unless it is the subject of what follows", () => {
  const doubtful = (text: string) => namesIn(text, "assistant").map(({ isDoubtful }) => isDoubtful);
  expect(doubtful("Remaining recordings were sold.")).toEqual([true]);
  expect(doubtful("Zappa was the leader.")).toEqual([false]);
});
