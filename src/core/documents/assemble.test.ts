import { expect, test } from "vitest";
import { assemble } from "./assemble.ts";

test("blocks are joined by blank lines, pages and headings found again by offset", () => {
  const { text, pages, headings } = assemble([
    { page: 1, level: 1, text: " Ley \n" },
    { page: 1, level: 0, text: "uno" },
    { page: 2, level: 0, text: "" },
    { page: 3, level: 7, text: "## Tít ##\nresto" },
    { page: 4, level: 0, text: " " },
  ]);
  expect(text).toBe("Ley\n\nuno\n\n## Tít ##\nresto");
  expect(pages).toEqual([
    { page: 1, start: 0, end: 8 },
    { page: 2, start: 8, end: 10 },
    { page: 3, start: 10, end: 25 },
    { page: 4, start: 25, end: 25 },
  ]);
  expect(headings).toEqual([
    { level: 1, title: "Ley", start: 0 },
    { level: 6, title: "Tít", start: 10 },
  ]);
});

test("a format without pages has one span", () => {
  expect(
    assemble([
      { page: null, level: 0, text: "uno" },
      { page: null, level: 0, text: "dos" },
    ]).pages,
  ).toEqual([{ page: null, start: 0, end: 8 }]);
});
