import { expect, test } from "vitest";
import { costNanoUsd } from "../../core/answering/cost.ts";
import { listedPrice, priceFileSchema } from "./prices.ts";
import priceFile from "./prices.json" with { type: "json" };

test("a listed model has its price, window and longest answer", () => {
  expect(listedPrice("openai", "gpt-4o-mini")).toEqual({
    price: { input: 0.15, output: 0.6, cachedInput: 0.075 },
    window: 128_000,
    maxOutput: 16_384,
  });
  expect(listedPrice("anthropic", "claude-sonnet-4-5")?.price).toEqual({
    input: 3,
    output: 15,
    cachedInput: 0.3,
    cacheWrite: 3.75,
  });
});

test("a dated or preview release costs what its family does", () => {
  for (const [provider, release, family] of [
    ["openai", "gpt-4o-mini-2024-07-18", "gpt-4o-mini"],
    ["anthropic", "claude-haiku-4-5-20251001", "claude-haiku-4-5"],
    ["google", "gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash"],
    ["google", "gemini-2.0-flash-001", "gemini-2.0-flash"],
    ["cohere", "command-a-03-2025", "command-a"],
    ["groq", "moonshotai/kimi-k2-instruct-0905", "moonshotai/kimi-k2-instruct"],
    ["xai", "grok-4-0709", "grok-4"],
  ] as const) {
    expect(listedPrice(provider, release)).toEqual(listedPrice(provider, family));
    expect(listedPrice(provider, release)).not.toBeNull();
  }
});

test("the longest name wins, so that a release with a price of its own has that", () => {
  expect(listedPrice("openai", "gpt-4o-2024-05-13")?.price.input).toBe(5);
  expect(listedPrice("openai", "gpt-4o-2024-08-06")?.price.input).toBe(2.5);
  expect(listedPrice("mistral", "mistral-large-2411")?.price.input).toBe(2);
});

test("a name that only begins like a listed one is another model", () => {
  for (const [provider, name] of [
    ["openai", "gpt-5.9"],
    ["openai", "gpt-4o-audio-preview"],
    ["openai", "gpt-4o-mini-of-my-own"],
    ["anthropic", "claude-sonnet-4-9"],
    ["google", "gemini-2.5-flash-image"],
    ["google", "gemini-2.5-flash-preview-tts"],
    ["together", "meta-llama/Llama-3.3-70B-Instruct-Turbo-Free"],
  ] as const)
    expect([name, listedPrice(provider, name)]).toEqual([name, null]);
});

test("made-up names and providers without a list have no price", () => {
  expect(listedPrice("openai", "made-up")).toBeNull();
  expect(listedPrice("openai", "")).toBeNull();
  expect(listedPrice("openai", "constructor")).toBeNull();
  for (const provider of ["openai-compatible", "azure", "ollama", "openrouter", "extractive"] as const)
    expect(listedPrice(provider, "gpt-4o")).toBeNull();
});

test("one maker's models cost the same in either of its formats", () => {
  expect(listedPrice("openai-responses", "gpt-5-mini")).toEqual(listedPrice("openai", "gpt-5-mini"));
});

test("every price says when and where it was published, and is a whole number of billionths per million tokens", () => {
  const { date, note, vendors } = priceFileSchema.parse(priceFile);
  expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(note).toContain("must check");
  const usage = { cacheWriteTokens: 0, reasoningTokens: 0, estimated: false };
  for (const { source, models } of Object.values(vendors)) {
    expect(source).toMatch(/^https:/);
    for (const [name, price] of Object.entries(models)) {
      const million = { ...usage, inputTokens: 1_000_000, cachedInputTokens: 1_000_000, outputTokens: 0 };
      const cached = Math.round((price.cachedInput ?? price.input) * 1e9);
      expect([name, costNanoUsd(million, price)]).toEqual([name, cached]);
      expect(price.cachedInput ?? 0).toBeLessThan(price.input);
      expect(price.output).toBeGreaterThanOrEqual(price.input);
      expect(price.maxOutput ?? 0).toBeLessThanOrEqual(price.window ?? Infinity);
    }
  }
});
