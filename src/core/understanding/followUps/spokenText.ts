import type { Locale } from "../../../contract/common.ts";
import { message, type MessageKey } from "../../../contract/messages.ts";

/**
 * What a message says of its topic: without marks of sources, markdown and Batuta's own sentences, which are nobody's
 * words. Empty when nothing else is in it.
 */
export function spokenText(content: string): string {
  const own = ownSentences.reduce((rest, sentence) => rest.replaceAll(sentence, " "), content);
  return own
    .replace(mark, " ")
    .replace(fence, "")
    .replace(image, " ")
    .replace(link, "$1")
    .replace(lineStart, "")
    .replace(emphasis, "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ (?=[.,;:?!](?:\s|$))/g, "")
    .trim();
}

/** Texts that stand in an answer's place; those with placeholders are told beside it. */
const keys = [
  "no_evidence",
  "too_long",
  "model_unavailable",
  "timeout",
  "interrupted",
  "internal",
] as const satisfies readonly MessageKey[];
const locales: readonly Locale[] = ["es", "en"];
const ownSentences = locales.flatMap((locale) => keys.map((key) => message(locale, key)));

const mark = /\[\s*S\s*\d+(?:\s*[,;]\s*S?\s*\d+)*\s*\]/giu;
/** Code fences, rules, and the line under a table's head. */
const fence = /^[^\S\n]*(?:(?:```|~~~).*|[-*_]{3,}[^\S\n]*|\|[ :|-]+)$/gmu;
const image = /!\[[^\]\n]*\]\([^)\n]*\)/gu;
const link = /\[([^\]\n]+)\]\([^)\n]*\)/gu;
const lineStart = /^[^\S\n]*(?:#{1,6}|>|[-*•+]|\d{1,2}[.)])[^\S\n]+/gmu;
const emphasis = /\*{1,3}|_{2,3}|`|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
