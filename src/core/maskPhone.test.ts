import { expect, test } from "vitest";
import { maskPhone } from "./maskPhone.ts";

test("a number keeps its country and its last three digits, and does not tell how long it is", () => {
  expect(maskPhone("+59899123456")).toBe("+598 ** *** 456");
  expect(maskPhone("+5491122334455")).toBe("+54 ** *** 455");
  expect(maskPhone("+12025550123")).toBe("+1 ** *** 123");
  expect(maskPhone("+35312345678")).toBe("+353 ** *** 678");
});

test("a number too short to hide behind its end, or none at all, shows nothing of it", () => {
  expect(maskPhone("+59812345")).toBe("+598 ***");
  expect(maskPhone("099123456")).toBe("***");
  expect(maskPhone("")).toBe("***");
});
