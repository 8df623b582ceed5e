import type { Price, TokenUsage } from "./model.ts";

/**
 * What an exchange costs, in whole billionths of a US dollar. It depends on usage and price alone, so that an answer
 * costs the same streamed and whole. Rounded once, at the end: parts of an exchange add up to it within half a
 * billionth each.
 */
export function costNanoUsd(counted: TokenUsage, price: Price): number {
  // What is charged leaves out what the vendor had cached.
  const usage = counted.billed
    ? { ...counted, ...counted.billed, cachedInputTokens: 0, cacheWriteTokens: 0 }
    : counted;
  const cached = tokens(usage.cachedInputTokens);
  const written = tokens(usage.cacheWriteTokens);
  // A vendor that counts its cache beside the input instead of within it is not paid back for that.
  const fresh = Math.max(0, tokens(usage.inputTokens) - cached - written);
  const pico =
    fresh * picoPerToken(price.input) +
    cached * picoPerToken(price.cachedInput ?? price.input) +
    written * picoPerToken(price.cacheWrite ?? price.input) +
    tokens(usage.outputTokens) * picoPerToken(price.output);
  return Math.round(pico / 1000);
}

/** USD per million tokens as trillionths of a dollar per token: whole for every price of up to six decimals. */
function picoPerToken(usdPerMillion: number): number {
  return Math.round(usdPerMillion * 1e6);
}

function tokens(count: number): number {
  return Math.max(0, count);
}
