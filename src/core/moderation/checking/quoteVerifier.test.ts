import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findQuote, quoteVerifier } from "./quoteVerifier.ts";

const answer = "The **Alfa** panel lasts\n  ten years [S1], as “they” say. It’s fine – really… No.";

describe("the exact words of the answer are given back", () => {
  test.each([
    ["panel lasts ten years", "panel lasts\n  ten years"],
    ["The Alfa panel", "The **Alfa** panel"],
    ["the Alfa panel", "The **Alfa** panel"],
    ["Ten years", "ten years"],
    ["ten years [S1], as 'they' say", "ten years [S1], as “they” say"],
    ["ten years, as", "ten years [S1], as"],
    ["“ten years”", "ten years"],
    ["…ten years...", "ten years"],
    ["Panel lasts ten years.", "panel lasts\n  ten years"],
    ["It's fine - really", "It’s fine – really"],
    ["*ten years*", "ten years"],
  ])("for %j", (quote, exact) => {
    expect(findQuote(answer, quote)).toBe(exact);
  });
});

describe("what the answer does not hold is not found", () => {
  test.each([
    ["twelve years"],
    ["ten year"],
    ["anel lasts"],
    ["lasts ten"],
    ["TEN YEARS"],
    ["the"],
    ["…"],
    [""],
  ])("%j", (quote) => {
    expect(findQuote(answer.replace("lasts", "last"), quote)).toBeNull();
  });
});

test("a single word proves something when it is long, a number, or all that the answer says", () => {
  expect(findQuote("It is Sydney, in 10 ways.", "Sydney")).toBe("Sydney");
  expect(findQuote("It is Sydney, in 10 ways.", "10")).toBe("10");
  expect(findQuote("It is Sydney, in 10 ways.", "is")).toBeNull();
  expect(findQuote("No.", "No")).toBe("No");
});

describe("of several answers", () => {
  const verify = quoteVerifier(
    ["The panel lasts ten years.", "It lasts twelve years.", "It lasts twelve years!"].map((text, place) => ({
      model: `m${place}`,
      text,
      isWhole: true,
    })),
  );

  test("those named that hold the quote are behind it", () => {
    expect(verify([0, 1, 2], "lasts twelve years")).toEqual({ quote: "lasts twelve years", voices: [1, 2] });
    expect(verify([2], "lasts twelve years")).toEqual({ quote: "lasts twelve years", voices: [2] });
  });

  test("a quote under a wrong name is moved to those that hold it", () => {
    expect(verify([1], "lasts ten years")).toEqual({ quote: "lasts ten years", voices: [0] });
    expect(verify([], "lasts twelve years")).toEqual({ quote: "lasts twelve years", voices: [1, 2] });
  });

  test("of a quote that is too long its beginning is given, between words", () => {
    const text = "word ".repeat(100).trim();
    const { quote } = quoteVerifier([{ model: "m", text, isWhole: true }])([0], text) ?? {};
    expect(quote).toBe("word ".repeat(60).trim());
  });

  test("a quote that nobody wrote has nobody behind it", () => {
    expect(verify([0, 1, 2], "lasts eleven years")).toBeNull();
  });
});

test("of any text, whatever is found is a part of it, and every run of whole words is found", () => {
  const words = fc.array(
    fc.constantFrom("ten", "years", "**rust**", "it’s", "[S1]", "10 %", "–", "\n", "¿no?", "🙂"),
    {
      minLength: 2,
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), fc.string(), (list, from, length, any) => {
      const text = list.join(" ");
      const run = list
        .slice(from % list.length)
        .slice(0, 1 + (length % list.length))
        .join(" ");
      const found = findQuote(text, run);
      const isQuote = (run.replaceAll("[S1]", "").match(/[\p{L}\p{N}]+/gu) ?? []).length > 1;
      expect(found === null ? !isQuote : text.includes(found)).toBe(true);
      const stray = findQuote(text, any);
      expect(stray === null || text.includes(stray)).toBe(true);
    }),
  );
});
