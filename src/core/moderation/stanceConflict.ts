import type { Alignment } from "./alignment.ts";
import { folded } from "./tokens.ts";
import type { Reader, Reading } from "./reading.ts";

/** Whether two answers to one question fill the same place with different things of which one only can be right. */
export function isOtherStance(
  reader: Pick<Reader, "isGeneric">,
  a: Reading,
  b: Reading,
  alignment: Alignment,
  question: string,
): boolean {
  if (alignment.isDirect && a.opening && b.opening) return a.opening !== b.opening;
  return alignment.isDirect
    ? hasOtherAnswer(reader, a, b, alignment, question)
    : hasOtherName(a, b, alignment);
}

/** Two sentences that differ in one name. */
function hasOtherName(a: Reading, b: Reading, { weight, mutual, onlyA, onlyB }: Alignment): boolean {
  if (weight < 2 || mutual < 0.6 || onlyA.length === 0 || onlyB.length === 0) return false;
  const [fillA, fillB] = [fillerOf(a, onlyA), fillerOf(b, onlyB)];
  return (
    fillA !== null && fillB !== null && neighbours(a, fillA).some((key) => neighbours(b, fillB).includes(key))
  );
}

interface Filler {
  readonly first: number;
  readonly last: number;
}

/** The one name that only this claim has; null where it has several, or other words of its own. */
function fillerOf({ words, tokens }: Reading, own: readonly string[]): Filler | null {
  const mine = words.filter(({ key }) => own.includes(key));
  const [first, last] = [mine[0], mine.at(-1)];
  if (!first || !last || !mine.every(({ isName }) => isName) || last.at - first.at > 3) return null;
  // What is said of two subjects may be true of both.
  if (first === words[0]) return null;
  const isListed = [tokens[first.at - 1], tokens[last.at + 1]].some((token) =>
    /^(?:and|or|y|o|e|u|&)$/.test(token?.form ?? ""),
  );
  return isListed ? null : { first: first.at, last: last.at };
}

function neighbours({ words }: Reading, { first, last }: Filler): readonly string[] {
  const before = words.findLast(({ at }) => at < first);
  const after = words.find(({ at }) => at > last);
  return [before, after].flatMap((word) => (word ? [word.key] : []));
}

/** Short answers that say all of the question, or none of it, and put another thing in the place it asks for. */
function hasOtherAnswer(
  { isGeneric }: Pick<Reader, "isGeneric">,
  a: Reading,
  b: Reading,
  { asked, shared, onlyA, onlyB }: Alignment,
  question: string,
): boolean {
  if (!asksForOne(question) || a.negations.length + b.negations.length > 0) return false;
  if (!isWholeOrBare(a, asked) || !isWholeOrBare(b, asked)) return false;
  const telling = (keys: readonly string[]) => keys.filter((key) => !isGeneric(key));
  const [ownA, ownB] = [telling(onlyA), telling(onlyB)];
  if (ownA.length === 0 || ownB.length === 0 || ownA.length > mostOwn || ownB.length > mostOwn) return false;
  const common = new Set(telling([...shared]).filter((key) => !asked.has(key)));
  const [sideA, sideB] = [sideOf(a, common, ownA), sideOf(b, common, ownB)];
  return common.size === 0 || (sideA !== null && sideA === sideB);
}

/** More words than these are no name and no short answer. */
const mostOwn = 5;

function isWholeOrBare({ keys }: Reading, asked: ReadonlySet<string>): boolean {
  if (asked.size === 0) return true;
  const share = [...asked].filter((key) => keys.has(key)).length / asked.size;
  return share <= 0.25 || share >= 0.6;
}

/** Whether what both share stands before or after what is its own; null for both. */
function sideOf(
  { words }: Reading,
  common: ReadonlySet<string>,
  own: readonly string[],
): "before" | "after" | null {
  const shared = words.filter(({ key }) => common.has(key)).map(({ at }) => at);
  const mine = words.filter(({ key }) => own.includes(key)).map(({ at }) => at);
  if (Math.max(...shared) < Math.min(...mine)) return "before";
  return Math.min(...shared) > Math.max(...mine) ? "after" : null;
}

/** Who, where, which one; not which ones, why, how or what happens if. */
function asksForOne(text: string): boolean {
  const question = folded(text);
  return oneAsked.test(question) && !manyAsked.test(question);
}

const oneAsked =
  /\b(?:who|whom|whose|where|when|which|what(?:'s)?|quien|cual|donde|adonde|cuando|que|name (?:the|this|that)|nombra)\b/;
const manyAsked =
  /\b(?:why|how|por que|como|what happen\p{L}*|what (?:would|will|can|could|should|do|does|did|are|were)|que pasa\p{L}*|que ocurre\p{L}*|que sucede\p{L}*|cuales|quienes|what (?:some|kinds|types)|(?:which|what)(?: \p{L}+)? (?!is |was |has |does )\p{L}{3,}s\b(?<!ss)|que(?: \p{L}+)? \p{L}{3,}[aeo]s\b)/u;
