import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { citationFilter } from "./citations.ts";

function filtered(known: readonly number[], pieces: readonly string[]) {
  const filter = citationFilter(known);
  const text = pieces.map((piece) => filter.push(piece)).join("") + filter.end();
  return { text, cited: filter.cited() };
}

describe("the citation filter", () => {
  test("keeps marks of known sources and reports them in order of mention", () => {
    expect(filtered([1, 2, 3], ["Cuesta 10 [S3]. Pesa 2 kg [S1]."])).toEqual({
      text: "Cuesta 10 [S3]. Pesa 2 kg [S1].",
      cited: [3, 1],
    });
  });

  test("drops a mark that points nowhere together with the blank before it", () => {
    expect(filtered([1], ["Cuesta 10 [S9]. Pesa [S1] 2 kg"])).toEqual({
      text: "Cuesta 10. Pesa [S1] 2 kg",
      cited: [1],
    });
  });

  test("keeps the known part of a list", () => {
    expect(filtered([1, 2], ["Sí [S1, S7; S2]."])).toEqual({ text: "Sí [S1][S2].", cited: [1, 2] });
  });

  test("finds a mark that comes in pieces", () => {
    expect(filtered([1], ["a ", "[", "S", "4", "2", "]", " b"]).text).toBe("a b");
  });

  test("leaves other brackets and an unfinished mark alone", () => {
    const text = "a[0] = [S]; [Sí] [1] [2, 3] ends in [S1";
    expect(filtered([], [text])).toEqual({ text, cited: [] });
  });

  test("settles text at once when no mark can be growing", () => {
    const filter = citationFilter([1]);
    expect(filter.push("hola")).toBe("hola");
    expect(filter.push(" [S1")).toBe("");
    expect(filter.push("] y")).toBe(" [S1] y");
  });

  test("gives the same text however the answer is cut", () => {
    const part = fc.constantFrom(
      "[S1]",
      "[S9]",
      "[S",
      "]",
      " ",
      "          ",
      "[",
      "S",
      "1",
      ",",
      "[S1, S9]",
      "a",
      "é",
      "[s2]",
      "\n",
    );
    const cutTexts = fc
      .array(part, { maxLength: 30 })
      .map((parts) => parts.join(""))
      .chain((text) =>
        fc.tuple(fc.constant(text), fc.array(fc.nat({ max: text.length }), { maxLength: 12 })),
      );
    fc.assert(
      fc.property(cutTexts, ([text, cuts]) => {
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = bounds.slice(1).map((end, i) => text.slice(bounds[i], end));
        expect(filtered([1, 2], pieces)).toEqual(filtered([1, 2], [text]));
      }),
      { numRuns: 2_000 },
    );
  });
});
