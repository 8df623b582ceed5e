import { expect, test } from "vitest";
import { phrasesByLocale } from "./phrases.ts";

const { es, en } = phrasesByLocale;

test("how many answers share a point is said in words", () => {
  expect(es.sharedBy(1, 3, 3, 3)).toBe("Las tres respuestas coinciden en esto.");
  expect(es.sharedBy(1, 2, 2, 3)).toBe("Lo dicen dos de las tres respuestas.");
  expect(es.sharedBy(4, 2, 5, 6)).toBe("Cada punto lo dicen entre dos y cinco de las seis respuestas.");
  expect(en.sharedBy(1, 2, 2, 2)).toBe("Both answers agree on this.");
  expect(en.sharedBy(1, 2, 2, 20)).toBe("Two of the 20 answers say so.");
  expect(en.sharedBy(3, 2, 2, 3)).toBe("Each point is made by two of the three answers.");
});

test("Spanish says u before the sound of another o", () => {
  expect(es.whichOf("¿Cuántos son", ["7", "8"])).toBe("¿Cuántos son: 7 u 8?");
  expect(es.whichOf("¿Cuántos son", ["8", "9", "11 kilos"])).toBe("¿Cuántos son: 8, 9 u 11 kilos?");
  expect(es.whichOf("¿Cuántos son", ["8", "110"])).toBe("¿Cuántos son: 8 o 110?");
});

test("verbs agree with the number of models and sources", () => {
  expect(en.connect(["a"], "sun", "wind")).toBe("a connects “sun” with “wind”");
  expect(es.connect(["a", "b", "c"], "sol", "viento")).toBe("a, b y c relacionan «sol» con «viento»");
  expect(es.supportedBy("[S1][S2]", true)).toBe("[S1][S2] lo respaldan.");
});
