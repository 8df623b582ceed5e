import { describe, expect, test } from "vitest";
import { createEntityFinder } from "./findEntities.ts";
import { panelKinds } from "./fixtures/panelKinds.ts";

const label = { es: "", en: "" };
const find = createEntityFinder(
  [
    ...panelKinds,
    { name: "más", kind: "catalogue", label, entries: [{ value: "negro", aliases: ["black"] }] },
    { name: "ciudad", kind: "catalogue", label, entries: [{ value: "Villa Gris", aliases: [] }] },
  ],
  { today: () => "2026-11-21" },
);
const found = (text: string) => find(text).map(({ name, value }) => `${name} ${value}`);

describe("names of places", () => {
  test.each([
    "vivo en Río Negro",
    "soy de rio negro",
    "calle Rojas 1234",
    "calle Juan Rojas 1234",
    "av. Gral. Rojas 1234",
    "la obra es en Paso Blanco",
    "Green Street",
    "calle 25 de mayo 1234",
    "18 de julio 1456",
    "18 de julio 1456, Montevideo",
    "vivo en 18 de julio y Ejido",
    "avenida 18 de julio",
  ])("name no colour and no day: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    ["vivo en la calle. Blanco por favor", "colores blanco"],
    ["un paso blanco", "colores blanco"],
    ["calle Artigas 1234 Isodec", "productos isodec"],
    ["el 18 de julio", "fecha 2027-07-18"],
    ["18 de julio 2027", "fecha 2027-07-18"],
    ["para el 18 de julio 1456", "fecha 2027-07-18"],
    ["vivo en Villa Gris", "ciudad Villa Gris"],
  ])("leave what is beside them: %s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });
});
