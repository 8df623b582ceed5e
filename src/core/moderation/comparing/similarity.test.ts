import { expect, test } from "vitest";
import { similarity } from "./similarity.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { statedClaim } from "./statedClaim.ts";

const comparing = { analyse, languageOf: detectLanguage };

const alike = (one: string, other: string) =>
  similarity(statedClaim(comparing, one), statedClaim(comparing, other));

test("is 1 for the same terms in any order and form, 0 for none in common", () => {
  expect(alike("Panels last ten years.", "Ten years the panel lasts!")).toBe(1);
  expect(alike("Panels last ten years.", "Clean them in spring.")).toBe(0);
  expect(alike("", "Clean them in spring.")).toBe(0);
});

test("costs more detail little, and is the same either way round", () => {
  const [short, long] = [
    "Panels last ten years.",
    "Panels last ten years when cleaned in spring by experts.",
  ];
  expect(alike(short, long)).toBeGreaterThan(0.8);
  expect(alike(short, long)).toBe(alike(long, short));
});
