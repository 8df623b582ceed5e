import { expect, test } from "vitest";
import { readBaseAddress } from "./baseAddress.ts";

const cases: readonly (readonly [string, string, string | null])[] = [
  ["https://api.openai.com/v1", "https://api.openai.com/v1", null],
  ["https://api.openai.com/v1//", "https://api.openai.com/v1", null],
  ["http://127.0.0.1:9001/v1/chat/completions", "http://127.0.0.1:9001/v1", null],
  ["127.0.0.1", "http://127.0.0.1:11434/path", null],
  ["0.0.0.0:8000", "http://127.0.0.1:8000/path", null],
  ["ollama.local", "http://ollama.local:11434/path", null],
  ["https://ollama.example", "https://ollama.example/path", null],
  [
    "https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21",
    "https://x.openai.azure.com/openai/deployments/d",
    "api-version=2024-10-21",
  ],
];

for (const [text, baseUrl, query] of cases) {
  test(`${text} lies at ${baseUrl}`, () => {
    expect(readBaseAddress(text, "/path", 11_434)).toEqual({ baseUrl, query });
  });
}

test("what is no HTTP address is none", () => {
  expect(["ftp://x", "http://", "not an address", ""].map((text) => readBaseAddress(text, ""))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
