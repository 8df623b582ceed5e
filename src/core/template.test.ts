import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTemplate, placesOf } from "./template.ts";

const textOf = (text: string) =>
  parseTemplate(text)
    .map((part) => (typeof part === "string" ? part : part.place))
    .join("");

test("names in braces are places, each known once, and all else is text", () => {
  const template = parseTemplate("{date}: soy {name}, {name}.");
  expect(template).toEqual([{ place: "date" }, ": soy ", { place: "name" }, ", ", { place: "name" }, "."]);
  expect(placesOf(template)).toEqual(["date", "name"]);
});

test("doubled braces stand for the name in braces", () => {
  expect(textOf("write {{date}}")).toBe("write {date}");
  expect(placesOf(parseTemplate("write {{date}}"))).toEqual([]);
});

test("braces around anything but a name are text", () => {
  for (const text of ['{"a": 1}', "{}", "{ date }", "{{", "}{", "$ {1+1}", "{{}}"])
    expect(textOf(text)).toBe(text);
});

test("a text without names in braces comes back as it is", () => {
  const text = fc.string().filter((each) => !/\{\w+\}/.test(each));
  fc.assert(
    fc.property(text, (each) => {
      expect(textOf(each)).toBe(each);
    }),
  );
});
