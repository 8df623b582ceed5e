import * as z from "zod";
import type { ProviderName } from "../../contract/providers.ts";
import type { Price } from "../../core/answering/model.ts";
import priceFile from "./prices.json" with { type: "json" };

export interface ListedPrice {
  readonly price: Price;
  /** Tokens; null when the list does not say. */
  readonly window: number | null;
  readonly maxOutput: number | null;
}

const usd = z.number().nonnegative();
const tokens = z.int().positive();
const entrySchema = z.strictObject({
  input: usd,
  output: usd,
  cachedInput: usd.exactOptional(),
  cacheWrite: usd.exactOptional(),
  window: tokens.optional(),
  maxOutput: tokens.optional(),
});
export const priceFileSchema = z.strictObject({
  note: z.string(),
  date: z.iso.date(),
  vendors: z.record(
    z.string(),
    z.strictObject({ source: z.url(), note: z.string(), models: z.record(z.string(), entrySchema) }),
  ),
});

const { vendors } = priceFileSchema.parse(priceFile);

/** One maker, two wire formats. */
const vendorOf: Partial<Record<ProviderName, string>> = { "openai-responses": "openai" };

/**
 * The list price of a model by the vendor's name of it. A dated or preview release costs what its family does
 * (`gpt-4o-mini-2024-07-18` as `gpt-4o-mini`) unless it is listed itself. Any other name is another model, and null.
 */
export function listedPrice(provider: ProviderName, model: string): ListedPrice | null {
  const models = vendors[vendorOf[provider] ?? provider]?.models ?? {};
  const names = Object.keys(models).filter((name) => isReleaseOf(model, name));
  const family = names.toSorted((a, b) => b.length - a.length)[0];
  const entry = family === undefined ? undefined : models[family];
  if (!entry) return null;
  const { window = null, maxOutput = null, ...price } = entry;
  return { price, window, maxOutput };
}

/** `-2024-07-18`, `-20250929`, `-09-2025`, `-2411`, `-001`, `-preview`, `-exp`, and one behind the other. */
const release = /^(-(\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{2}-\d{2}|\d{8}|\d{3,4}|preview|exp))*$/;

function isReleaseOf(model: string, name: string): boolean {
  return model.startsWith(name) && release.test(model.slice(name.length));
}
