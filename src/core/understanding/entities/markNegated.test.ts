import { describe, expect, test } from "vitest";
import { createEntityFinder } from "./findEntities.ts";
import { panelKinds } from "./fixtures/panelKinds.ts";

const find = createEntityFinder(panelKinds, { today: () => "2026-11-21" });
/** With a `-` before what is not wanted. */
const found = (text: string) => find(text).map(({ value, isNegated }) => `${isNegated ? "-" : ""}${value}`);

describe("what is not wanted", () => {
  test.each([
    ["no isowall", ["-isowall"]],
    ["isodec sin blanco", ["isodec", "-blanco"]],
    ["el blanco no me gusta", ["-blanco"]],
    ["isowall no, isodec sí", ["-isowall", "isodec"]],
    ["no me gusta el blanco ni el gris", ["-blanco", "-gris"]],
    ["tampoco gris", ["-gris"]],
    ["I don't want white", ["-blanco"]],
    ["not white, without gray", ["-blanco", "-gris"]],
    ["no es blanco, es gris", ["-blanco", "gris"]],
    ["no es blanco es gris", ["-blanco", "gris"]],
    ["no quiero isodec de 100 mm", ["-isodec", "-100mm"]],
    ["no 10x5 sino 12x6", ["-10m", "-5m", "12m", "6m"]],
    ["no soy Juan, soy Pedro", ["-Juan", "Pedro"]],
    ["gris en vez de blanco", ["gris", "-blanco"]],
    ["isopanel instead of isodec", ["isopanel", "-isodec"]],
  ])("is marked: %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each([
    ["cambiá isodec por isopanel", ["-isodec", "isopanel"]],
    ["quiero cambiar el color blanco por gris", ["-blanco", "gris"]],
    ["replace isodec by isopanel", ["-isodec", "isopanel"]],
    ["switch from isodec to isopanel", ["-isodec", "isopanel"]],
    ["cambiá isodec por 100 mm", ["isodec", "100mm"]],
  ])("is what another of its kind takes the place of: %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each([
    ["no, isowall", ["isowall"]],
    ["es blanco, ¿no?", ["blanco"]],
    ["es blanco no?", ["blanco"]],
    ["¿no tienen blanco?", ["blanco"]],
    ["el isopanel no tiene garantía", ["isopanel"]],
    ["el blanco no me llegó", ["blanco"]],
    ["tel no 099 123 456", ["+59899123456"]],
  ])("is not what is asked about or told of: %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});
