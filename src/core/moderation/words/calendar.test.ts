import { expect, test } from "vitest";
import { comparableDates, sameDate, type CalendarDate } from "./calendar.ts";
import { quantitiesOf } from "./quantities.ts";
import { tokensOf } from "./tokens.ts";

const dates = (text: string) => quantitiesOf(tokensOf(text), false).dates;

test.each([
  ["12 March 2024", [2024, 2024], 3, 12],
  ["March 12, 2024", [2024, 2024], 3, 12],
  ["el 12 de marzo de 2024", [2024, 2024], 3, 12],
  ["12/03/2024", [2024, 2024], 3, 12],
  ["2024-03-12", [2024, 2024], 3, 12],
  ["on May 10th, 1999", [1999, 1999], 5, 10],
  ["marzo de 2024", [2024, 2024], 3, null],
  ["in March", null, 3, null],
  ["in 1990", [1990, 1990], null, null],
  ["the 1990s", [1990, 1999], null, null],
  ["the 19th century", [1800, 1900], null, null],
  ["siglo XIX", [1800, 1900], null, null],
  ["in 300 BC", [-300, -300], null, null],
  ["44 a. C.", [-44, -44], null, null],
])("%s", (text, years, month, day) => {
  expect(dates(text)).toHaveLength(1);
  expect(dates(text)[0]).toMatchObject({ years, month, day });
});

test.each(["1500 people", "it costs $1990", "may be", "1,990 houses", "3.14 and 4.2.1"])(
  "%s holds no date",
  (text) => {
    expect(dates(text)).toEqual([]);
  },
);

test.each([
  ["12/03/2024", "12 March 2024", true],
  ["12/03/2024", "3 December 2024", true],
  ["12/03/2024", "13 March 2024", false],
  ["March 2024", "12 March 2024", true],
  ["in 1994", "the 1990s", true],
  ["in 1990", "in 1995", false],
  ["around 1990", "in 1993", true],
])("%s and %s: the same %s", (first, second, isSame) => {
  expect(sameDate(dateOf(first), dateOf(second))).toBe(isSame);
});

test("a month and a year tell nothing about each other", () => {
  expect(comparableDates(dateOf("in March"), dateOf("in 1990"))).toBe(false);
});

function dateOf(text: string): CalendarDate {
  const [date] = dates(text);
  if (!date) throw new Error(`No date in ${text}`);
  return date;
}
