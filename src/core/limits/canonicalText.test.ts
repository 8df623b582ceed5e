import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalText } from "./canonicalText.ts";

test("the order of members, also of inner ones, and what is undefined make no difference", () => {
  const one = { b: [1, { d: "x", c: null }], a: true, none: undefined };
  const other = { a: true, b: [1, { c: null, d: "x" }] };
  expect(canonicalText(one)).toBe('{"a":true,"b":[1,{"c":null,"d":"x"}]}');
  expect(canonicalText(other)).toBe(canonicalText(one));
});

test("the order of a list makes a difference, and so does its length", () => {
  expect(canonicalText([1, 2])).not.toBe(canonicalText([2, 1]));
  expect(canonicalText([undefined])).toBe("[null]");
});

test("it is JSON of the same value, for any value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const same: unknown = JSON.parse(JSON.stringify(value));
      expect(JSON.parse(canonicalText(value))).toEqual(same);
    }),
  );
});
