import { expect, test } from "vitest";
import { differenceOf } from "./differences.ts";

test("the figures in which sentences differ stand side by side, with their unit once", () => {
  const texts = ["La garantía dura 10 años y pesa 5 kg.", "La garantía es de 12 años y pesa 5 kg."];
  expect(differenceOf(texts, true)).toEqual({ isDate: false, options: ["10", "12 años"] });
});

test("dates are told apart from figures", () => {
  const texts = ["It was founded in 1987 by 3 people.", "It was founded in 1990 by 3 people."];
  expect(differenceOf(texts, false)).toEqual({ isDate: true, options: ["1987", "1990"] });
});

test("what is counted is named", () => {
  const texts = ["Uruguay tiene 3,5 millones de habitantes.", "Uruguay tiene 5 millones de habitantes."];
  expect(differenceOf(texts, true)?.options).toEqual(["3,5", "5 millones de habitantes"]);
});

test("what is counted ends where another phrase begins", () => {
  const texts = ["Tiene 19.000 artículos del mundo islámico.", "Tiene 26.000 artículos del mundo islámico."];
  expect(differenceOf(texts, true)?.options).toEqual(["19.000", "26.000 artículos"]);
  const strikes = ["There are 100 lightning strikes.", "There are 500 lightning strikes."];
  expect(differenceOf(strikes, false)?.options).toEqual(["100", "500 lightning strikes"]);
});

test("a price keeps its sign", () => {
  expect(differenceOf(["It costs $10.", "It costs $12."], false)?.options).toEqual(["$10", "$12"]);
});

test("figures that measure different things, or are the same, are no difference", () => {
  expect(differenceOf(["It costs $10.", "It weighs 10 kg."], false)).toBeNull();
  expect(differenceOf(["Dura diez años.", "Dura 10 años."], true)).toBeNull();
  expect(differenceOf(["Dura diez años.", "Dura mucho."], true)).toBeNull();
});
