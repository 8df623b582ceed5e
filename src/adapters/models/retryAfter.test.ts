import fc from "fast-check";
import { expect, test } from "vitest";
import { retryAfterMs } from "./retryAfter.ts";

const now = Date.parse("2025-06-02T15:14:40Z");

const cases: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  unknown,
  boolean,
  number | null,
])[] = [
  ["seconds", { "retry-after": "16" }, null, true, 16_000],
  ["parts of a second, upwards", { "retry-after": "0.0505" }, null, true, 51],
  ["seconds with a unit", { "retry-after": "1.5s" }, null, true, 1500],
  ["an HTTP date", { "retry-after": "Mon, 02 Jun 2025 15:15:10 GMT" }, null, false, 30_000],
  ["a date gone by as now", { "retry-after": "Mon, 02 Jun 2025 15:00:00 GMT" }, null, false, 0],
  ["milliseconds before seconds", { "retry-after-ms": "1250", "retry-after": "2" }, null, true, 1250],
  ["Azure's zero milliseconds as none", { "retry-after-ms": "0", "retry-after": "1" }, null, true, 1000],
  ["a time since the epoch", { "retry-after": "1748877290" }, null, true, 10_000],
  ["nothing in prose", { "retry-after": "soon" }, null, true, null],
  ["nothing below zero", { "retry-after": "-1" }, null, true, null],
  [
    "Google's RetryInfo",
    {},
    { error: { details: [{ "@type": "x/google.rpc.Help" }, { retryDelay: "34.074824224s" }] } },
    true,
    34_075,
  ],
  ["Google's RetryInfo in a list", {}, [{ error: { details: [{ retryDelay: "34s" }] } }], true, 34_000],
  ["a window's length", { "x-ratelimit-reset-requests": "6m0s" }, null, true, 360_000],
  ["a window's length with hours", { "x-ratelimit-reset-tokens": "1h0m1.5s" }, null, true, 3_601_500],
  [
    "the window that is used up, not the one that opens first",
    {
      "x-ratelimit-reset-requests": "120ms",
      "x-ratelimit-remaining-requests": "499",
      "x-ratelimit-reset-tokens": "7s",
      "x-ratelimit-remaining-tokens": "0",
    },
    null,
    true,
    7000,
  ],
  [
    "a window's end in milliseconds since the epoch",
    { "x-ratelimit-reset": String(now + 5000) },
    null,
    true,
    5000,
  ],
  [
    "Azure's unknown window",
    { "x-ratelimit-reset-tokens": "0", "x-ratelimit-remaining-tokens": "-1" },
    null,
    true,
    null,
  ],
  ["no window of a request that was not limited", { "x-ratelimit-reset-tokens": "7s" }, null, false, null],
  [
    "Anthropic's window that is used up",
    {
      "anthropic-ratelimit-input-tokens-remaining": "0",
      "anthropic-ratelimit-input-tokens-reset": "2025-06-02T15:15:48Z",
      "anthropic-ratelimit-output-tokens-remaining": "80000",
      "anthropic-ratelimit-output-tokens-reset": "2025-06-02T15:14:45Z",
    },
    null,
    true,
    68_000,
  ],
];

for (const [name, headers, body, limited, expected] of cases) {
  test(`reads ${name}`, () => {
    expect(retryAfterMs(headers, body, limited, now)).toBe(expected);
  });
}

test("is null or a whole number that is not negative, whatever the headers say", () => {
  const values = fc.oneof(fc.string(), fc.double().map(String), fc.date({ noInvalidDate: true }).map(String));
  fc.assert(
    fc.property(values, values, (after, reset) => {
      const wait = retryAfterMs({ "retry-after": after, "x-ratelimit-reset": reset }, null, true, now);
      expect(wait === null || (Number.isInteger(wait) && wait >= 0)).toBe(true);
    }),
  );
});
