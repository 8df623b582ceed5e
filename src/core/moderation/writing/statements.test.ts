import { describe, expect, test } from "vitest";
import type { Claim } from "../comparing/comparison.ts";
import { asSentence, statementOf, withoutMarks } from "./statements.ts";

function claim(text: string): Claim {
  return { voice: 0, start: 0, end: text.length, text, terms: new Set(), cited: [] };
}

describe("a statement", () => {
  test("is its claim on one line, and quotes it exactly", () => {
    const { text, quote } = statementOf(claim("The panel\nlasts  ten years [S1]."), [2, 0, 2]);
    expect(text).toBe("The panel lasts ten years [S1].");
    expect(quote).toBe("The panel\nlasts  ten years [S1].");
  });

  test("names each voice once, in order", () => {
    expect(statementOf(claim("Ten years."), [2, 0, 2]).voices).toEqual([0, 2]);
  });

  test.each([
    [
      "However, many more are believed to exist.",
      "Many more are believed to exist.",
      "many more are believed to exist.",
    ],
    ["Sin embargo, el óxido no está cubierto.", "El óxido no está cubierto.", "el óxido no está cubierto."],
    [
      ": The employee must be a manager.",
      "The employee must be a manager.",
      "The employee must be a manager.",
    ],
  ])("goes without the connective that leans on what stood before: %s", (whole, text, quote) => {
    expect(statementOf(claim(whole), [0])).toMatchObject({ text, quote });
  });

  test("leaves out emphasis that is not closed", () => {
    expect(statementOf(claim("Walking**: it is easy."), [0]).text).toBe("Walking: it is easy.");
    expect(statementOf(claim("**Walking**: it is easy."), [0]).text).toBe("**Walking**: it is easy.");
  });

  test("that is too long ends at a clause, with an ellipsis, and so does its quote", () => {
    const { text, quote } = statementOf(claim("One two three four, five six seven eight nine ten."), [0], 30);
    expect(text).toBe("One two three four…");
    expect(quote).toBe("One two three four");
  });
});

test("a full stop is set where none ends the sentence", () => {
  expect(asSentence("Ten years")).toBe("Ten years.");
  expect(asSentence("Ten years. [S1]")).toBe("Ten years. [S1]");
  expect(asSentence("«Ten years!»")).toBe("«Ten years!»");
});

test("marks and emphasis go, what only looks like them stays", () => {
  expect(withoutMarks("**Ten** years [S1][S2], snake_case and 2 * 3.")).toBe(
    "Ten years, snake_case and 2 * 3.",
  );
});
