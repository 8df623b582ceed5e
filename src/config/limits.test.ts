import { describe, expect, test } from "vitest";
import { corsSchema, quotaSchema, rateSchema, ratesSchema, trustProxySchema } from "./limits.ts";

describe("limits in the configuration", () => {
  test("a rate is a number by second, minute or hour, or off", () => {
    expect(["10/minute", "1/second", "5000/hour", "off"].map((text) => rateSchema.parse(text))).toEqual([
      { max: 10, windowMs: 60_000 },
      { max: 1, windowMs: 1_000 },
      { max: 5000, windowMs: 3_600_000 },
      null,
    ]);
    for (const wrong of [
      "0/minute",
      "10",
      "10/day",
      "-1/minute",
      "1.5/minute",
      "10 / minute",
      "10/minutes",
      "",
      10,
      null,
      "9999999999/hour",
    ])
      expect(rateSchema.safeParse(wrong).success, `for ${wrong}`).toBe(false);
  });

  test("what is left out has its default", () => {
    expect(ratesSchema.parse({ uploads: "off" })).toEqual({
      chat_process: { max: 10, windowMs: 60_000 },
      uploads: null,
      questions: null,
      requests: null,
      failed_auth: { max: 30, windowMs: 60_000 },
    });
    expect(quotaSchema.parse({})).toEqual({ bytes: null, documents: null });
    expect(quotaSchema.parse({ workspace_mb: 1.5 })).toEqual({ bytes: 1_572_864, documents: null });
    expect(corsSchema.parse({})).toEqual({ origins: [] });
  });

  test("an unknown name is refused", () => {
    expect(ratesSchema.safeParse({ upload: "1/minute" }).success).toBe(false);
    expect(quotaSchema.safeParse({ workspace_gb: 1 }).success).toBe(false);
  });

  test("an origin is exact", () => {
    expect(corsSchema.safeParse({ origins: ["https://a.example", "http://localhost:5173"] }).success).toBe(
      true,
    );
    for (const wrong of [
      "*",
      "https://a.example/",
      "https://a.example/x",
      "a.example",
      "null",
      "file:///x",
      "https://*.example",
    ])
      expect(corsSchema.safeParse({ origins: [wrong] }).success, `for ${wrong}`).toBe(false);
  });

  test("proxies are addresses or networks", () => {
    expect(trustProxySchema.safeParse(["127.0.0.1", "10.0.0.0/8", "2001:db8::/32", "loopback"]).success).toBe(
      true,
    );
    for (const wrong of [true, 1, [], ["everybody"], ["10.0.0.0/33"], ["10.0.0.0/8/8"], ["10.0.0.0/"]])
      expect(trustProxySchema.safeParse(wrong).success, `for ${JSON.stringify(wrong)}`).toBe(false);
  });
});
