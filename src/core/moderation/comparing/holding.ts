import { align } from "./alignment.ts";
import type { AnalysisDep, Claim } from "./comparison.ts";
import { holdsFigures } from "./quantityMatch.ts";
import { readerOf, type Reader, type Reading } from "./reading.ts";
import type { Asked } from "./relations.ts";
import { folded } from "../words/tokens.ts";

/**
 * Whether who says the first claim says all of the second: each figure and date, and nearly every word of content,
 * inflection and synonyms apart; no condition on it, no doubt about it. Both are taken not to contradict each other.
 */
export function holdsAll(reader: Reader, holder: Reading, held: Reading, asked: Asked): boolean {
  if (holder.claim === held.claim) return true;
  if (!holdsFigures(reader, holder, held)) return false;
  if (limits(holder, held) || denies(holder, held) || denies(held, holder)) return false;
  const { onlyA, weight } = align(reader, held, holder, nothingAsked, standing);
  const missing = onlyA.filter((key) => !isUnderstood(key, holder, held, asked));
  if (missing.some((key) => isTelling(held, key))) return false;
  const lacking = missing.reduce((sum, key) => sum + (reader.isGeneric(key) ? 0.25 : 1), 0);
  const figures = held.quantities.amounts.length + held.quantities.dates.length;
  return lacking === 0 || lacking <= mostLacking * (weight + lacking + figures);
}

/** The same of claims that are not read yet. */
export function holdsClaim(deps: AnalysisDep, holder: Claim, held: Claim, question = ""): boolean {
  const reader = readerOf(deps);
  const asked = { text: question, keys: reader.keysOf(question) };
  return holdsAll(reader, reader.read(holder), reader.read(held), asked);
}

const nothingAsked: ReadonlySet<string> = new Set();
const standing = { isDirect: false, arePartners: true };
/** Share of what is said that may be worded in a way that is not seen to be the same. */
const mostLacking = 0.1;

/** "10 years" and "It lasts 10 years" leave out what was asked, unless that is for a yes or no. */
function isUnderstood(key: string, { keys, leansBack }: Reading, held: Reading, asked: Asked): boolean {
  if (!asked.keys.has(key) || !asksForThing.test(folded(asked.text))) return false;
  return leansBack || keys.isDisjointFrom(asked.keys) || !isTelling(held, key);
}

const asksForThing =
  /\b(?:who|whom|whose|where|when|which|what|why|how|quien(?:es)?|cual(?:es)?|donde|cuando|cuant[oa]s?|que|como)\b/;

/** A name, or what is put beside something else: "and with wine", "or children". */
function isTelling({ words, tokens }: Reading, key: string): boolean {
  return words.some(
    (word) =>
      word.key === key &&
      ((word.isName && word.at > 0) ||
        tokens.slice(Math.max(0, word.at - 4), word.at).some(({ form }) => joint.test(form))),
  );
}

const joint = /^(?:and|or|nor|plus|but|except|without|unless|if|y|e|o|u|ni|pero|salvo|excepto|sin|si|,)$/;

/** The holder says it of fewer cases, or less surely; or the held one of all. */
function limits(holder: Reading, held: Reading): boolean {
  const has = ({ tokens }: Reading, cue: RegExp) =>
    tokens.some(
      ({ form }, at) => cue.test(form) && tokens[at + 1]?.kind !== "number" && tokens[at + 1]?.form !== ",",
    );
  return (
    [condition, doubt].some((cue) => has(holder, cue) && !has(held, cue)) ||
    [whole, condition].some((cue) => has(held, cue) && !has(holder, cue))
  );
}

const condition = /^(?:only|unless|except|provided|if|solo|solamente|unicamente|salvo|excepto|si)$/;
const doubt =
  /^(?:may|might|perhaps|maybe|possibly|probably|sometimes|some|most|few|rarely|quizas?|podria[ns]?|algun[oa]s|tal vez|probablemente|posiblemente|mayoria|poc[oa]s)$/;
const whole = /^(?:all|always|every|everyone|never|tod[oa]s?|siempre|nunca|cualquier)$/;

/** Denies what the other one says without denial, or denies something and the other nothing. */
function denies(one: Reading, other: Reading): boolean {
  return one.negations.some(
    ({ heads }) =>
      heads.some((head) => other.keys.has(head)) &&
      !other.negations.some((its) => its.heads.some((head) => heads.includes(head))),
  );
}
