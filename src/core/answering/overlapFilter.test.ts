import fc from "fast-check";
import { expect, test } from "vitest";
import { overlapFilter } from "./overlapFilter.ts";

function continuedBy(sent: string, ...pieces: string[]): string {
  const filter = overlapFilter(sent);
  return pieces.map((piece) => filter.push(piece)).join("") + filter.end();
}

const sent = "The panel is made in Montevideo and its warranty lasts ten ";

test("a continuation that repeats nothing is given out as it is", () => {
  expect(continuedBy(sent, "years ", "from the sale.")).toBe("years from the sale.");
});

test("last words that are said again are dropped, however they are cut into pieces", () => {
  expect(continuedBy(sent, "its warr", "anty las", "ts ten ye", "ars.")).toBe("years.");
});

test("a model that starts over is only heard from where the text stood", () => {
  expect(continuedBy(sent, `${sent}years.`)).toBe("years.");
  expect(continuedBy("Hola ", "Hola ", "mundo")).toBe("mundo");
});

test("a few letters in common are chance and stay", () => {
  expect(continuedBy("It is very ", "very ", "old.")).toBe("very old.");
});

test("a short continuation that ends within the sent text is not lost when it may be chance", () => {
  expect(continuedBy("one two three", "two")).toBe("two");
});

test("a continuation that says something of before again, in another place, is whole", () => {
  const before = "The answer is yes, definitely. In summary: ";
  expect(continuedBy(before, "yes, ", "definitely.")).toBe("yes, definitely.");
});

test("words that are repeated over and over go on as the model says", () => {
  expect(continuedBy("no no no no no ", "no no no no no no no")).toBe("no no no no no no no");
});

test("of any text cut anywhere, the whole comes out once when the continuation repeats at least twelve letters", () => {
  const words = fc.array(fc.integer({ min: 100, max: 999 }), { minLength: 20, maxLength: 40 });
  const numbers = words.map((list) => [...new Set(list)].join(" "));
  fc.assert(
    fc.property(numbers, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 9 }), (text, cut, back, size) => {
      const at = 12 + (cut % (text.length - 12));
      const from = Math.max(0, at - 12 - (back % 300));
      const rest = text.slice(from);
      const pieces = Array.from({ length: Math.ceil(rest.length / size) }, (_, n) =>
        rest.slice(n * size, (n + 1) * size),
      );
      expect(text.slice(0, at) + continuedBy(text.slice(0, at), ...pieces)).toBe(text);
    }),
  );
});
