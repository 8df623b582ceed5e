import { describe, expect, test } from "vitest";
import { messageWords } from "./messageWords.ts";
import { unitAt } from "./unit.ts";
import { unitTable } from "./unitTable.ts";

/** Each symbol with the plurals of its names in Spanish and English. */
const plurals: Readonly<Record<string, string>> = {
  mm: "milimetros milímetros millimeters millimetres",
  cm: "centimetros centímetros centimeters centimetres",
  m: "metros meters metres mtrs",
  km: "kilometros kilómetros kilometers kilometres",
  in: "inches pulgadas pulgs",
  ft: "pies feet foots",
  ha: "hectareas hectáreas hectares",
  ft2: "sqfts",
  m2: "sqms",
  ml: "mililitros milliliters millilitres",
  l: "litros liters litres",
  gal: "galones gallons",
  g: "gramos grams",
  kg: "kilos kilogramos kilograms",
  t: "tons toneladas tonnes",
  lb: "libras pounds",
  s: "segs segundos seconds",
  min: "mins minutos minutes",
  h: "horas hours",
  day: "dias días days",
  week: "semanas weeks",
  month: "meses months",
  year: "anos años years",
};
const symbolOf = (word: string) => unitAt(messageWords(`3 ${word}`), 1, [])?.unit.symbol;
const names = Object.values(unitTable)
  .flat()
  .flatMap(([, forms]) => {
    const [symbol = "", ...others] = forms.split(" ");
    return [symbol, ...others].map((name) => ({ symbol, name }));
  });

describe("units", () => {
  test("are read by each of their names", () => {
    const unread = names.filter(({ symbol, name }) => symbol !== "in" && symbolOf(name) !== symbol);
    expect(unread.map(({ name }) => name)).toEqual([]);
  });

  test("are read in the plural of each of their names", () => {
    const unread = Object.entries(plurals).flatMap(([symbol, forms]) =>
      forms.split(" ").filter((form) => symbolOf(form) !== symbol),
    );
    expect(unread).toEqual([]);
  });

  test("have a plural here for each name of three letters and more", () => {
    const isShort = ({ name }: { name: string }) =>
      !/^[a-z]{3,}$/.test(name) || name.slice(0, 4).endsWith("s");
    const missing = names
      .filter((each) => !isShort(each) && !/^(?:porciento|percent|gal|mtr|hrs|feet|foot)$/.test(each.name))
      .filter(
        ({ symbol, name }) =>
          !(plurals[symbol] ?? "").split(" ").some((form) => form.startsWith(name.slice(0, -1))),
      );
    expect(missing).toEqual([]);
  });
});
