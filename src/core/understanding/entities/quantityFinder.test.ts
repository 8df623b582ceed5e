import { describe, expect, test } from "vitest";
import { createEntityFinder } from "./findEntities.ts";
import { panelKinds } from "./fixtures/panelKinds.ts";

const find = createEntityFinder(panelKinds, { today: () => "2026-11-21" });
const found = (text: string, asked: readonly string[] = []) =>
  find(text, asked).map(({ name, value }) => `${name} ${value}`);

describe("a bare number right behind an entry", () => {
  test.each([
    ["isopanel 100", ["productos isopanel", "espesores 100mm"]],
    ["isopanel de 50", ["productos isopanel", "espesores 50mm"]],
    ["isodec-100", ["productos isodec", "espesores 100mm"]],
    ["isodec 100 blanco", ["productos isodec", "espesores 100mm", "colores blanco"]],
    ["isodec 100 10x5", ["productos isodec", "espesores 100mm", "largo 10m", "ancho 5m"]],
  ])("is what its bounds leave: %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each([
    ["isodec 50 placas", ["productos isodec"]],
    ["isodec 3", ["productos isodec"]],
    ["isodec 2024", ["productos isodec"]],
    ["isodec 20 metros", ["productos isodec", "largo 20m"]],
    ["isopanel 100 pesos", ["productos isopanel", "monto 100 UYU"]],
    ["isodec para 100", ["productos isodec"]],
  ])("is none that counts something else or cannot be meant: %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("is nothing where two kinds can mean it", () => {
    const label = { es: "", en: "" };
    const twice = createEntityFinder([
      { name: "cosas", kind: "catalogue", label, entries: [{ value: "isodec", aliases: [] }] },
      { name: "uno", kind: "quantity", label, unit: "mm", between: [10, 200] },
      { name: "otro", kind: "quantity", label, unit: "kg", between: [50, 500] },
    ]);
    expect(twice("isodec 100").map(({ name }) => name)).toEqual(["cosas"]);
    expect(twice("isodec 20").map(({ name, value }) => `${name} ${value}`)).toEqual([
      "cosas isodec",
      "uno 20mm",
    ]);
  });

  test("is the number that was asked for", () => {
    expect(found("isodec 100", ["cantidad"])).toEqual(["productos isodec", "cantidad 100"]);
  });
});

describe("numbers with an x", () => {
  test.each([
    ["isodec 3mx2m 100mm", ["productos isodec", "largo 3m", "ancho 2m", "espesores 100mm"]],
    ["300cmx200cm", ["largo 3m", "ancho 2m"]],
    ["12 pies por 4 pies", ["largo 3.658m", "ancho 1.219m"]],
    ["10x5x100", ["largo 10m", "ancho 5m", "espesores 100mm"]],
    ["10x5x100mm", ["largo 10m", "ancho 5m", "espesores 100mm"]],
    ["10x5x900", ["largo 10m", "ancho 5m"]],
    ["isopanel 10 x 100mm", ["productos isopanel", "espesores 100mm"]],
    ["isodec 3x2", ["productos isodec", "largo 3m", "ancho 2m"]],
  ])("are sizes: %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each(["10000 x 5", "10000 x 5 m", "5 x 10000 m", "-10x5", "uno por uno"])(
    "that cannot be meant are dropped together: %s",
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );

  test("that cannot be meant answer no question in part", () => {
    expect(found("10000 x 5", ["largo", "ancho"])).toEqual([]);
    expect(found("10 x 5 x 100", ["largo", "ancho"])).toEqual(["largo 10m", "ancho 5m", "espesores 100mm"]);
    expect(found("10m x 5m x 3m")).toEqual(["largo 10m", "ancho 5m"]);
    expect(found("10 x 5 x 3 unidades")).toEqual(["largo 10m", "ancho 5m", "cantidad 3"]);
  });

  test.each(["24x7", "un 2 x 1", "oferta 3x2"])("are no sizes in a way to speak: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("are sizes when one was asked for", () => {
    expect(found("2x1", ["largo", "ancho"])).toEqual(["largo 2m", "ancho 1m"]);
  });
});

describe("quantities are not", () => {
  test.each([
    ["how wide is one isoroof sheet", ["productos isoroof"]],
    ["el ancho de una chapa", []],
    ["-100 mm", []],
  ])("made of articles and of less than nothing: %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("figures of documents", () => {
    const asked = ["largo", "cantidad", "monto"];
    expect(found("mi cédula es 4.123.456-7", asked)).toEqual([]);
    expect(found("4.123.456-7", asked)).toEqual([]);
    expect(found("CI 41234567", asked)).toEqual([]);
  });

  test("the answer to a question when they are denied", () => {
    const asked = ["espesores", "largo"];
    expect(found("no es 100, es 150", asked)).toEqual(["espesores 100mm", "espesores 150mm"]);
    expect(found("100 no, 150", asked)).toEqual(["espesores 100mm", "espesores 150mm"]);
    expect(found("100, 150", asked)).toEqual(["espesores 100mm", "largo 150m"]);
  });

  test("years of age", () => {
    expect(found("tengo 45 años", ["cantidad", "espesores"])).toEqual([]);
    expect(found("I am 45 years old", ["cantidad", "espesores"])).toEqual([]);
  });

  test("lost where a minus parts two of them", () => {
    expect(found("50 -100 mm")).toEqual(["espesores 50mm", "espesores 100mm"]);
    expect(found("50mm -100mm")).toEqual(["espesores 50mm", "espesores 100mm"]);
  });
});
