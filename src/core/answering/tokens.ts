import type { PromptMessage } from "./model.ts";

/**
 * Tokens that a text will about take, for fitting and for usage that no model told. Four characters of Latin script
 * make one, two of other alphabets, one of Chinese, Japanese, Korean or an emoji's halves; vendors differ by a third.
 * A number is a count of characters whose script is not known, taken as Latin.
 */
export function estimateTokens(text: string | number): number {
  if (typeof text === "number") return Math.ceil(text / 4);
  if (!beyondLatin.test(text)) return Math.ceil(text.length / 4);
  let quarters = 0;
  for (let n = 0; n < text.length; n++) {
    const unit = text.charCodeAt(n);
    quarters += unit < 0x370 || isPunctuation(unit) ? 1 : unit < 0x2e80 ? 2 : 4;
  }
  return Math.ceil(quarters / 4);
}

/** What `messages` take in a prompt, the marks between them included. */
export function tokensOfMessages(messages: readonly PromptMessage[]): number {
  return messages.reduce((sum, message) => sum + tokensOfMessage(message), 0);
}

export function tokensOfMessage(message: PromptMessage): number {
  if (message.role === "assistant" && message.toolCalls) {
    const calls = message.toolCalls.reduce(
      (sum, call) => sum + estimateTokens(call.name) + estimateTokens(call.arguments) + perMessage,
      0,
    );
    return perMessage + estimateTokens(message.content) + calls;
  }
  if (typeof message.content === "string") return perMessage + estimateTokens(message.content);
  return message.content.reduce(
    (sum, part) => sum + (part.type === "text" ? estimateTokens(part.text) : perImage),
    perMessage,
  );
}

/**
 * Tokens that an answer may take: what the window leaves, 500 at least, and never more than the model gives or than
 * was asked for.
 */
export function answerTokens(of: {
  readonly window: number;
  readonly promptTokens: number;
  /** Null when the vendor sets no limit of its own. */
  readonly modelMaximum: number | null;
  /** Null when nobody asked for a length. */
  readonly asked: number | null;
}): number {
  const left = Math.max(of.window - of.promptTokens - spareTokens, leastAnswer);
  return Math.min(left, of.modelMaximum ?? left, of.asked ?? left);
}

/** For what the estimate of a prompt is short of. */
const spareTokens = 100;
const leastAnswer = 500;

/** Role and separators. */
const perMessage = 4;
/** Vendors charge by size, which nobody knows here: about a square of 750 pixels. */
const perImage = 800;
const beyondLatin = /[^\0-\u036f\u2000-\u206f]/;

/** Dashes, quotes and dots that Latin texts use too. */
function isPunctuation(unit: number): boolean {
  return unit >= 0x2000 && unit <= 0x206f;
}
