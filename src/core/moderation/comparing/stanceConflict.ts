import type { Alignment } from "./alignment.ts";
import { folded } from "../words/tokens.ts";
import { sharesQuantity } from "./quantityMatch.ts";
import type { Reader, Reading } from "./reading.ts";

type StanceReader = Pick<Reader, "isGeneric" | "keysOf" | "keyOf">;

/** Whether two answers to one question fill the same place with different things of which one only can be right. */
export function isOtherStance(
  reader: StanceReader,
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
  reader: StanceReader,
  a: Reading,
  b: Reading,
  { asked, shared, onlyA, onlyB }: Alignment,
  question: string,
): boolean {
  if (a.isFormula !== b.isFormula) return false;
  if (!asksForOne(question) || sharesQuantity(reader, a, b) || a.negations.length + b.negations.length > 0)
    return false;
  const { isGeneric, keysOf } = reader;
  const frame = keysOf(withoutCategory(question));
  if (!isWholeOrBare(a, frame) || !isWholeOrBare(b, frame)) return false;
  const telling = (keys: readonly string[]) => keys.filter((key) => !isGeneric(key));
  const [ownA, ownB] = [telling(onlyA), telling(onlyB)];
  if (ownA.length === 0 || ownB.length === 0 || isLong(a, ownA) || isLong(b, ownB)) return false;
  const common = new Set(telling([...shared]).filter((key) => !asked.has(key)));
  const [sideA, sideB] = [sideOf(a, common, ownA), sideOf(b, common, ownB)];
  return common.size === 0 || (sideA !== null && sideA === sideB);
}

/** More words than these are no name and no short answer. */
const mostOwn = 5;

/** "What colour is the sun" without the colour, which an answer names only by its own. */
function withoutCategory(question: string): string {
  return folded(question).replace(
    /\b(?:what|which|que|cual)(?: (?!(?:is|are|was|were|do|does|did|has|can|will|es|son|fue|tiene)\b)\p{L}+){1,2}/u,
    " ",
  );
}

function isLong({ words }: Reading, own: readonly string[]): boolean {
  return own.length > mostOwn && words.some(({ key, isName }) => own.includes(key) && !isName);
}

function isWholeOrBare({ keys }: Reading, frame: ReadonlySet<string>): boolean {
  if (frame.size === 0) return true;
  const share = [...frame].filter((key) => keys.has(key)).length / frame.size;
  return share <= 0.25 || share >= 0.5;
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

/** Who, where, which one, what it does; not which ones, why, how or what happens if. */
function asksForOne(text: string): boolean {
  const question = folded(text);
  if (asksOfPerson.test(text)) return false;
  return oneAsked.test(question) && !manyAsked.test(question);
}

/** Much is true of a person. */
const asksOfPerson = /\b(?:[Ww]ho|[Qq]ui[eé]n) (?:is|was|es|fue|era) \p{Lu}/u;

const oneAsked =
  /\b(?:who|whom|whose|where|when|which|what(?:'s)?|quien|cual|donde|adonde|cuando|que|name (?:the|this|that)|nombra)\b/;
const manyAsked =
  /\b(?:why|how|por que|como|what (?:would )?happen\p{L}*|que pasa\p{L}*|que ocurre\p{L}*|que sucede\p{L}*|cuales|quienes|what (?:are|were|some|kinds|types)|(?:which|what)(?: other)? \p{L}{3,}(?<!(?:s|i|u|doe))s\b|que \p{L}{3,}[aeo]s\b)/u;
