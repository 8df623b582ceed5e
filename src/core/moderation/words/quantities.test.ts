import { describe, expect, test } from "vitest";
import { quantitiesOf } from "./quantities.ts";
import { tokensOf } from "./tokens.ts";

const amounts = (text: string, isSpanish = false) => quantitiesOf(tokensOf(text), isSpanish).amounts;
const first = (text: string, isSpanish = false) => {
  const { dimension, ranges, bound } = amounts(text, isSpanish)[0] ?? {
    dimension: "",
    ranges: [],
    bound: "",
  };
  return { dimension, range: ranges[0], bound };
};
const year = 31_557_600;

describe("a figure with its unit", () => {
  test.each([
    ["it lasts 10 years", false, "time", 10 * year],
    ["dura diez años", true, "time", 10 * year],
    ["treinta y cinco mil doscientos euros", true, "euro", 35_200],
    ["one hundred and fifty dollars", false, "dollar", 150],
    ["$5 million", false, "dollar", 5_000_000],
    ["cuesta 1.250,50 €", true, "euro", 1250.5],
    ["2,5 millones de euros", true, "euro", 2_500_000],
    ["100mm", false, "length", 0.1],
    ["10 cm", false, "length", 0.1],
    ["10 000 km", false, "length", 10_000_000],
    ["26,000 light-years", false, "length", 26_000 * 9.4607e15],
    ["60 kilómetros por hora", true, "speed", 60_000 / 3_600],
    ["5 % de interés", true, "percent", 5],
    ["5 por ciento", true, "percent", 5],
    ["1 in 5 adults", false, "percent", 20],
    ["una de cada diez personas", true, "percent", 10],
    ["20 °C", false, "temperature", 20],
    ["5 square metres", false, "area", 5],
    ["5 metros cuadrados", true, "area", 5],
    ["twice a week", false, "times per time", 2 / 604_800],
    ["dos veces al mes", true, "times per time", 2 / 2_629_800],
    ["aged 65", false, "time", 65 * year],
    ["at 8:30 pm", false, "clock", 20.5 * 60],
  ])("%s", (text, isSpanish, dimension, value) => {
    const found = first(text, isSpanish);
    expect(found.dimension).toBe(dimension);
    expect(found.range?.[0]).toBeCloseTo(value, 6);
  });

  test("68 degrees Fahrenheit are 20 degrees Celsius", () => {
    expect(first("68 degrees Fahrenheit").range?.[0]).toBeCloseTo(20, 9);
  });
});

describe("a figure without a unit", () => {
  test("counts the words after it", () => {
    expect(amounts("12 main bones")[0]).toMatchObject({ dimension: "count", things: ["main", "bones"] });
  });

  test("belongs to the name before it", () => {
    expect(amounts("they flew Apollo 11")[0]).toMatchObject({ dimension: "label", things: ["apollo"] });
  });

  test("is none where it is part of a name or only an article", () => {
    expect(amounts("COVID-19 and GPT-4 are one of them")).toEqual([]);
  });

  test("once is eleven in Spanish only", () => {
    expect(first("tiene once páginas", true).range).toEqual([11, 11]);
    expect(amounts("once upon a time")).toEqual([]);
  });
});

describe("what stands around a figure", () => {
  test.each([
    ["about 50 people", "about"],
    ["unas 50 personas", "about"],
    ["more than 50 people", "least"],
    ["al menos 50 personas", "least"],
    ["50 or more people", "least"],
    ["up to 50 people", "most"],
    ["menos de 50 personas", "most"],
    ["do not take more than 50 pills", "most"],
    ["50 people", "exact"],
  ])("%s: %s", (text, bound) => {
    expect(first(text, /personas/.test(text)).bound).toBe(bound);
  });

  test.each([
    ["10-15 minutes", [600, 900]],
    ["between 10 and 15 minutes", [600, 900]],
    ["de 10 a 15 minutos", [600, 900]],
    ["10 o 15 minutos", [600, 900]],
  ])("%s is a range", (text, range) => {
    expect(first(text).range).toEqual(range);
  });

  test("a percentage and a sum of money are no range", () => {
    expect(amounts("grew by 12% to $3.4 billion").map(({ dimension }) => dimension)).toEqual([
      "percent",
      "dollar",
    ]);
  });
});

test("1.500 may be 1500 or 1.5, and 1.500 millones is 1.5 million", () => {
  expect(amounts("mide 1.500 metros", true)[0]?.ranges).toEqual([
    [1500, 1500],
    [1.5, 1.5],
  ]);
  expect(first("1.500 millones de euros", true).range).toEqual([1_500_000, 1_500_000]);
});

test("two limits of different kinds are no range", () => {
  expect(amounts("7 years or 100,000 km").map(({ dimension }) => dimension)).toEqual(["time", "length"]);
  expect(amounts("7 o 8 años", true).map(({ ranges }) => ranges[0])).toEqual([[7 * year, 8 * year]]);
});

test("how often is no duration", () => {
  expect(first("every six months").dimension).toBe("interval");
  expect(first("cada seis meses", true).dimension).toBe("interval");
});
