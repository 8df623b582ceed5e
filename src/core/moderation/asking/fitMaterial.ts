import { cutSpan, sentenceSpans } from "../../sentences.ts";

/** What a moderator model reads besides its instructions. */
export interface Material {
  /** Best first. */
  readonly passages: readonly string[];
  readonly answers: readonly string[];
}

/**
 * The material within `tokens`: passages go first, the last of them first, each whole; then all answers are cut to the
 * same share of their length, at the end of a sentence. None goes whole: of the least room each keeps a few words.
 */
export function fitMaterial({ passages, answers }: Material, tokens: number): Material {
  const wanted = sumOf(answers);
  let left = tokens - wanted;
  const kept = passages.filter((passage) => {
    left -= promptTokens(passage);
    return left >= 0;
  });
  if (tokens >= wanted) return { passages: kept, answers };
  const share = Math.max(0, tokens) / wanted;
  return { passages: [], answers: answers.map((answer) => trimmed(answer, promptTokens(answer) * share)) };
}

/**
 * Tokens that a text will about take, never too few: four characters of Latin script make one, any other character is
 * one by itself.
 */
export function promptTokens(text: string): number {
  const others = text.match(/[^\0-\u036f\u2000-\u206f]/g)?.length ?? 0;
  return Math.ceil((text.length - others) / 4) + others;
}

function sumOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + promptTokens(text), 0);
}

const leastTokens = 20;
const omission = " […]";

function trimmed(text: string, share: number): string {
  const tokens = Math.max(leastTokens, Math.floor(share)) - 2;
  if (promptTokens(text) <= tokens) return text;
  const sentences = sentenceSpans(text);
  const last = sentences.findLast(({ end }) => promptTokens(text.slice(0, end)) <= tokens);
  if (last) return text.slice(0, last.end) + omission;
  const [first] = sentences;
  const units = Math.max(
    8,
    Math.floor((tokens * (first?.end ?? 0)) / promptTokens(text.slice(0, first?.end))),
  );
  const [piece] = first ? cutSpan(text, first, units) : [];
  return text.slice(0, piece?.end ?? 0) + omission;
}
