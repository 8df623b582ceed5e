import { describe, expect, test } from "vitest";
import { createEntityFinder } from "./findEntities.ts";
import { panelKinds } from "./fixtures/panelKinds.ts";

const find = createEntityFinder(panelKinds, { today: () => "2026-11-21" });
const names = (text: string, asked: readonly string[] = []) =>
  find(text, asked).flatMap(({ name, value }) => (name === "nombre" ? [value] : []));

describe("names", () => {
  test.each([
    "cancelar",
    "Cancelar",
    "Anónimo",
    "no",
    "No, cancelar",
    "nada",
    "Ninguno",
    "después",
    "skip",
    "Nobody",
    "omitir",
  ])("that were asked for are no refusals: %s", (text) => {
    expect(names(text, ["nombre"])).toEqual([]);
    expect(names(`Nombre: ${text}`, ["nombre"])).toEqual([]);
  });

  test.each([
    ["Isodec 100 mm, 7 mts x 3 mts, color blanca, Juan Pérez 098765432", "Juan Pérez"],
    ["isodec gris, juan pérez, cel: 098 765 432", "Juan Pérez"],
    ["isodec gris - Ana de los Santos - 098 765 432 gracias", "Ana de los Santos"],
  ])("with a surname stand right before a phone: %s", (text, name) => {
    expect(names(text)).toEqual([name]);
  });

  test.each(["Ana 098765432", "Isodec Blanco 098765432", "quiero isodec 098765432", "Rosa claro 098765432"])(
    "before a phone are no single ones and no others: %s",
    (text) => {
      expect(names(text)).toEqual([]);
    },
  );
});
