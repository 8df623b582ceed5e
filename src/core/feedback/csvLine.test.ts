import { expect, test } from "vitest";
import { csvLine } from "./csvLine.ts";

test("cells are quoted where they must be, and nothing is where there is nothing", () => {
  expect(csvLine(["a", 'di "no"', "x, y", "dos\nlíneas", 1.5, true, null, undefined])).toBe(
    'a,"di ""no""","x, y","dos\nlíneas",1.5,true,,\r\n',
  );
});

test("a text that a spreadsheet would compute is only text", () => {
  for (const start of ["=", "+", "-", "@", " =", "\t", "\r"])
    expect(csvLine([`${start}HYPERLINK()`])).toMatch(/^"?'/u);
  expect(csvLine(['=1+"1"'])).toBe(`"'=1+""1"""\r\n`);
});

test("a number below zero stays a number", () => {
  expect(csvLine([-1, "a-b"])).toBe("-1,a-b\r\n");
});
