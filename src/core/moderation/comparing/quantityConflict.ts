import type { Alignment } from "./alignment.ts";
import { areOfOtherTimes } from "./circumstances.ts";
import { clauseMark } from "../words/clauses.ts";
import { areNearlySame } from "./nearlySame.ts";
import { comparable, compatible, sameAmount, sameCalendarDate } from "./quantityMatch.ts";
import { comparableDates } from "../words/calendar.ts";
import type { Reader, Reading } from "./reading.ts";

type QuantityReader = Pick<Reader, "keyOf" | "isGeneric" | "aspectsOf">;

/**
 * "number" or "date" where the two claims give one measure different values: what both say alike is set aside, and
 * what is left must measure the same thing, as far as the words around it tell.
 */
export function quantityConflict(
  reader: QuantityReader,
  a: Reading,
  b: Reading,
  alignment: Alignment,
): "number" | "date" | null {
  const isStrict = areNearlySame(a, b, alignment);
  const [amountsA, amountsB] = apart(a.quantities.amounts, b.quantities.amounts, (one, other) =>
    sameAmount(reader, one, other, isStrict),
  );
  const [datesA, datesB] = apart(a.quantities.dates, b.quantities.dates, sameCalendarDate);
  const amountsDiffer = amountsA.length > 0 && amountsB.length > 0;
  const datesDiffer = datesA.length > 0 && datesB.length > 0;
  if (!amountsDiffer && !datesDiffer) return null;
  if (areOfOtherKind(a, b, alignment) || (!isStrict && areOtherCases(a, b, alignment))) return null;
  if (!isStrict && amountsDiffer && areOfOtherTimes(a, b)) return null;
  // The one speaks of one year or country, the other one of another.
  const haveOtherNames = hasOwnName(a, alignment.onlyA) && hasOwnName(b, alignment.onlyB);
  if (haveOtherNames || (amountsDiffer && datesDiffer)) return null;
  const isOne = (one: Place, other: Place) =>
    isStrict || isOneMeasure(reader, { reading: a, place: one }, { reading: b, place: other }, alignment);
  const differ = amountsA.some((one) =>
    amountsB.some(
      (other) => comparable(reader, one, other) && !compatible(one, other, isStrict) && isOne(one, other),
    ),
  );
  if (differ) return "number";
  const datesClash = datesA.some((one) =>
    datesB.some((other) => comparableDates(one, other) && !sameCalendarDate(one, other) && isOne(one, other)),
  );
  return datesClash ? "date" : null;
}

/** Those of either that the other one has none the same as. */
function apart<T>(
  ours: readonly T[],
  theirs: readonly T[],
  isAlike: (one: T, other: T) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [
    ours.filter((one) => !theirs.some((other) => isAlike(one, other))),
    theirs.filter((one) => !ours.some((other) => isAlike(one, other))),
  ];
}

/** Lines of a calculation or of a recipe ("2 cups of sugar"), where they do not answer the question itself. */
function areOfOtherKind(a: Reading, b: Reading, { isDirect }: Alignment): boolean {
  const opensWithAmount = ({ quantities }: Reading) => quantities.amounts[0]?.first === 0;
  return !isDirect && (a.isFormula || b.isFormula || (opensWithAmount(a) && opensWithAmount(b)));
}

/** Two examples of many, or "It has 20" after a sentence on something else than what the other claim names. */
function areOtherCases(
  a: Reading,
  b: Reading,
  { asked, onlyA, onlyB, weight, isDirect }: Alignment,
): boolean {
  if (a.isExample && b.isExample) return true;
  if (a.leansBack === b.leansBack || weight >= 3) return false;
  const [named, own] = a.leansBack ? [b, onlyB] : [a, onlyA];
  if (named.words.some(({ isName, key }) => isName && asked.has(key))) return false;
  if (hasOwnName(named, own)) return true;
  return !isDirect && weight < 1.5 && own.some((key) => key === named.words[0]?.key);
}

function hasOwnName({ words }: Reading, own: readonly string[]): boolean {
  return words.some(({ isName, key }) => isName && own.includes(key));
}

interface Place {
  readonly first: number;
  readonly next: number;
}

interface PlacedQuantity {
  readonly reading: Reading;
  readonly place: Place;
}

function isOneMeasure(
  reader: QuantityReader,
  one: PlacedQuantity,
  other: PlacedQuantity,
  alignment: Alignment,
): boolean {
  const { isDirect, closeness, mutual, shared } = alignment;
  const [around, otherAround] = [wordsAround(one), wordsAround(other)];
  if (isOtherAspect(reader, around, otherAround, alignment)) return false;
  if (isDirect && closeness >= 0.5) return true;
  if (!isCloseEnough(alignment)) return false;
  const isLone = quantityCount(one.reading) === 1 && quantityCount(other.reading) === 1;
  const telling = (keys: ReadonlySet<string>) => [...keys].filter((key) => !reader.isGeneric(key));
  const [own, its] = [telling(around), telling(otherAround)];
  if (own.length === 0 || its.length === 0) return isLone || mutual >= 0.7;
  if (!isLone)
    return own.filter((key) => otherAround.has(key)).length / Math.min(own.length, its.length) >= 0.5;
  const ownShared = own.filter((key) => otherAround.has(key) || shared.has(key)).length;
  const itsShared = its.filter((key) => around.has(key) || shared.has(key)).length;
  return Math.max(ownShared / own.length, itsShared / its.length) >= 0.5;
}

function isCloseEnough({ arePartners, closeness, mutual, weight }: Alignment): boolean {
  if (arePartners) return weight >= 1 && closeness >= 0.35;
  return weight >= 1.25 && closeness >= 0.6 && mutual >= 0.4;
}

/** The one speaks of a birth, the other one of a death. An answer that names no aspect means the one asked for. */
function isOtherAspect(
  { aspectsOf }: Pick<Reader, "aspectsOf">,
  around: ReadonlySet<string>,
  otherAround: ReadonlySet<string>,
  { isDirect, asked }: Alignment,
): boolean {
  const aspects = (keys: ReadonlySet<string>) => {
    const found = aspectsOf(keys);
    return found.size > 0 || !isDirect ? found : aspectsOf(asked);
  };
  const [own, its] = [aspects(around), aspects(otherAround)];
  return own.size > 0 && its.size > 0 && own.isDisjointFrom(its);
}

function quantityCount({ quantities }: Reading): number {
  return quantities.amounts.length + quantities.dates.length;
}

/** Words of content within the clause: the four before and the three after. */
function wordsAround({ reading, place }: PlacedQuantity): ReadonlySet<string> {
  const { tokens, words } = reading;
  let from = place.first;
  while (from > 0 && !clauseMark.test(tokens[from - 1]?.form ?? "")) from--;
  let to = place.next;
  while (to < tokens.length && !clauseMark.test(tokens[to]?.form ?? "")) to++;
  const before = words.filter(({ at }) => at >= from && at < place.first).slice(-4);
  const after = words.filter(({ at }) => at >= place.next && at < to).slice(0, 3);
  return new Set([...before, ...after].map(({ key }) => key));
}
