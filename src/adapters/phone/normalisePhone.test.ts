import { expect, test } from "vitest";
import { createNormalisePhone } from "./normalisePhone.ts";

const normalise = createNormalisePhone("UY");

test("one number, however it is written, is one number in E.164", () => {
  for (const text of [
    "+59899123456",
    "099 123 456",
    "99123456",
    "59899123456",
    "00598 99 123 456",
    "+598 (99) 123-456",
    "whatsapp:+59899123456",
    " 099123456 ",
  ])
    expect(normalise(text), `for ${text}`).toBe("+59899123456");
});

test("a number of another country keeps it, with the plus and without", () => {
  expect(normalise("+54 9 11 2233 4455")).toBe("+5491122334455");
  expect(normalise("5491122334455")).toBe("+5491122334455");
  expect(normalise("+1 555 555 0100")).toBe("+15555550100");
});

test("a number without its country's code belongs to the configured one", () => {
  expect(createNormalisePhone("AR")("011 2345-6789")).toBe("+541123456789");
  expect(createNormalisePhone("AQ")("099123456")).toBeNull();
});

test("what is no telephone number is none", () => {
  for (const text of [
    "",
    "hola",
    "123",
    "+",
    "+1",
    "+1234567890",
    "099123456 y 099654321",
    "llamame al 099123456",
  ])
    expect(normalise(text), `for ${text}`).toBeNull();
  expect(normalise("9".repeat(10_000))).toBeNull();
});
