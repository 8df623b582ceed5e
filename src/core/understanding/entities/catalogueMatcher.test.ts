import { describe, expect, test } from "vitest";
import { createCatalogueMatcher } from "./catalogueMatcher.ts";
import type { CatalogueEntry } from "./entityKind.ts";
import { panelKinds } from "./fixtures/panelKinds.ts";
import { messageWords } from "./messageWords.ts";

const matchPanels = createCatalogueMatcher(panelKinds.filter((kind) => kind.kind === "catalogue"));
const found = (text: string, match = matchPanels) => {
  const words = messageWords(text);
  return match(words).map(
    ({ value, first, next }) => `${value}: ${text.slice(words[first]?.start, words[next - 1]?.end)}`,
  );
};
const matcherOf = (...entries: readonly CatalogueEntry[]) =>
  createCatalogueMatcher([{ name: "cosas", kind: "catalogue", label: { es: "cosa", en: "thing" }, entries }]);

describe("entries of a catalogue", () => {
  test.each([
    ["quiero isodek", "isodec: isodek"],
    ["quiero ISODEC", "isodec: ISODEC"],
    ["isopanles por favor", "isopanel: isopanles"],
    ["polietsireno", "poliestireno: polietsireno"],
    ["poliuretanno", "poliuretano: poliuretanno"],
    ["con terracotas", "terracota: terracotas"],
    ["chapas blancas", "blanco: blancas"],
    ["tejas grises", "gris: grises"],
  ])("are found with a typing error, in any case and number: %s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  test.each([
    ["panel de lana de roca", "lana_de_roca: lana de roca"],
    ["LANA_DE_ROCA", "lana_de_roca: LANA_DE_ROCA"],
    ["lana-de-roca", "lana_de_roca: lana-de-roca"],
    ["lana roca", "lana_de_roca: lana roca"],
    ["lanaderoca", "lana_de_roca: lanaderoca"],
    ["lana de rocas", "lana_de_roca: lana de rocas"],
    ["iso dec", "isodec: iso dec"],
    ["iso panel", "isopanel: iso panel"],
    ["isodec100mm", "isodec: isodec"],
    ["rock wool", "lana_de_roca: rock wool"],
    ["rockwool", "lana_de_roca: rockwool"],
    ["chapa trapesoidal", "chapa_trapezoidal: chapa trapesoidal"],
  ])("are found word for word, split and joined: %s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  test.each([
    "china",
    "un papel",
    "el banco central",
    "muy claro",
    "vende casas",
    "lo verte mañana",
    "la lana, de roca dura",
    "una gran roca",
    "rock and roll",
  ])("are not found in other words: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("of up to four letters are found letter by letter only", () => {
    const match = matcherOf({ value: "hi", aliases: [] }, { value: "faro", aliases: [] });
    expect(found("hi china faro", match)).toEqual(["hi: hi", "faro: faro"]);
    expect(found("hj fato", match)).toEqual([]);
  });

  test("of five letters have a similarity of .8 with one edit, and no more", () => {
    const match = matcherOf({ value: "zorba", aliases: [] });
    expect(found("zorva", match)).toEqual(["zorba: zorva"]);
    expect(found("sorva", match)).toEqual([]);
  });

  test("win over shorter ones inside them", () => {
    const match = matcherOf({ value: "perfil", aliases: [] }, { value: "perfil omega", aliases: [] });
    expect(match(messageWords("perfil omega")).map(({ value }) => value)).toContain("perfil omega");
  });

  test("score less with a typing error", () => {
    const [plain, wrong] = ["isodec", "isodek"].map((text) => matchPanels(messageWords(text))[0]?.score);
    expect(plain).toBe(1);
    expect(wrong).toBeCloseTo(5 / 6);
  });

  test("with accents and ñ are found without", () => {
    const match = matcherOf({ value: "cañería galvánica", aliases: [] });
    expect(found("caneria galvanica", match)).toEqual(["cañería galvánica: caneria galvanica"]);
  });

  test("with figures are found letter by letter in them", () => {
    const match = matcherOf({ value: "PU-40", aliases: [] });
    expect(found("el pu 40 o el PU40", match)).toEqual(["PU-40: pu 40", "PU-40: PU40"]);
    expect(found("el pu 41", match)).toEqual([]);
  });
});
