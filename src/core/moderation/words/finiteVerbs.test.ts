import { expect, test } from "vitest";
import { holdsVerb, isNoNoun } from "./finiteVerbs.ts";

const holds = (...forms: readonly string[]) => holdsVerb(forms.map((form) => ({ form, isName: false })));

test("a run of words with a verb in it is no noun phrase", () => {
  expect(holds("abrasive", "products", "lose")).toBe(true);
  expect(holds("heladas", "quedan", "fuera")).toBe(true);
  expect(holds("obreros", "pararon")).toBe(true);
  expect(holds("original", "invoice")).toBe(false);
  expect(holds("factura", "de", "compra")).toBe(false);
});

test("a name may look like a verb", () => {
  expect(holdsVerb([{ form: "got", isName: true }])).toBe(false);
});

test("numbers, adverbs and a yes are no nouns", () => {
  expect(["seven", "least", "yes", "diez", "1931", "lentamente"].filter((form) => !isNoNoun(form))).toEqual(
    [],
  );
  expect(["invoice", "invierno", "cemento"].filter(isNoNoun)).toEqual([]);
});
