import { describe, expect, test } from "vitest";
import { failed, traceOf } from "./format.ts";

describe("the trace of a failed parse", () => {
  test("names the class and the places, never the message", () => {
    const trace = traceOf(new TypeError("secret\n    at secret place (file:///secret.ts:1:1)"));
    expect(trace).toMatch(/^TypeError\n +at .*format\.test\.ts/);
    expect(trace).not.toContain("secret");
  });

  test("has no places when the message was changed after the stack was written", () => {
    const stack = "RangeError: secret\n    at secret place (file:///secret.ts:1:1)";
    expect(traceOf(Object.assign(new RangeError("changed"), { stack }))).toBe("RangeError");
  });

  test("of what is no error is its type", () => {
    expect(failed("malformed", "broken", "secret")).toEqual({
      kind: "failed",
      failure: { code: "malformed", reason: "broken" },
      trace: "string",
    });
  });

  test("is absent when nothing was thrown", () => {
    expect(failed("malformed", "broken")).not.toHaveProperty("trace");
  });
});
