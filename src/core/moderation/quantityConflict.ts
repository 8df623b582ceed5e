import type { Alignment } from "./alignment.ts";
import { comparableDates, sameDate, type CalendarDate } from "./calendar.ts";
import { areOfOtherTimes } from "./circumstances.ts";
import { areNearlySame } from "./nearlySame.ts";
import type { Quantity, Range } from "./quantities.ts";
import type { Reader, Reading } from "./reading.ts";

/**
 * "number" or "date" where the two claims give one measure different values: what both say alike is set aside, and
 * what is left must measure the same thing, as far as the words around it tell.
 */
export function quantityConflict(
  reader: Pick<Reader, "keyOf" | "isGeneric" | "aspectsOf">,
  a: Reading,
  b: Reading,
  alignment: Alignment,
): "number" | "date" | null {
  const isStrict = areNearlySame(a, b, alignment);
  const [amountsA, amountsB] = apart(a.quantities.amounts, b.quantities.amounts, (one, other) =>
    isSame(reader, one, other, isStrict),
  );
  const [datesA, datesB] = apart(a.quantities.dates, b.quantities.dates, isSameDate);
  const differ = (one: readonly unknown[], other: readonly unknown[]) => one.length > 0 && other.length > 0;
  if ((a.isFormula || b.isFormula) && !alignment.isDirect) return null;
  if (!alignment.isDirect && opensWithAmount(a) && opensWithAmount(b)) return null;
  if (!isStrict && (areOtherCases(a, b) || isOtherSubject(a, b, alignment))) return null;
  if (!isStrict && areOfOtherTimes(a, b) && differ(amountsA, amountsB)) return null;
  // The one speaks of one year or country, the other one of another.
  if (differ(amountsA, amountsB) && (differ(datesA, datesB) || haveOtherNames(a, b, alignment))) return null;
  for (const one of amountsA) {
    for (const other of amountsB) {
      if (!isComparable(reader, one, other) || compatible(one, other, isStrict)) continue;
      if (isStrict || isOneMeasure(reader, a, b, one, other, alignment)) return "number";
    }
  }
  if (haveOtherNames(a, b, alignment)) return null;
  for (const one of datesA) {
    for (const other of datesB) {
      if (!comparableDates(one, other) || sameDate(one, other)) continue;
      if (isStrict || isOneMeasure(reader, a, b, one, other, alignment)) return "date";
    }
  }
  return null;
}

/** Examples, of which there are many. */
function areOtherCases(a: Reading, b: Reading): boolean {
  return a.isExample && b.isExample;
}

/** "2 cups of sugar": a line of a recipe. */
function opensWithAmount({ quantities }: Reading): boolean {
  return quantities.amounts[0]?.first === 0;
}

/** "It has 20 of them" after a sentence on something else than what the other claim names. */
function isOtherSubject(
  a: Reading,
  b: Reading,
  { asked, onlyA, onlyB, weight, isDirect }: Alignment,
): boolean {
  if (a.leansBack === b.leansBack || weight >= 3) return false;
  const [named, own] = a.leansBack ? [b, onlyB] : [a, onlyA];
  if (named.words.some(({ isName, key }) => isName && asked.has(key))) return false;
  if (hasOwnName(named, own)) return true;
  return !isDirect && weight < 1.5 && own.some((key) => key === named.words[0]?.key);
}

function hasOwnName({ words }: Reading, own: readonly string[]): boolean {
  return words.some(({ isName, key }) => isName && own.includes(key));
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

function haveOtherNames(a: Reading, b: Reading, { onlyA, onlyB }: Alignment): boolean {
  return hasOwnName(a, onlyA) && hasOwnName(b, onlyB);
}

/** Whether both give the same value for what may be the same thing. */
export function sharesQuantity(reader: Pick<Reader, "keyOf">, a: Reading, b: Reading): boolean {
  return (
    a.quantities.amounts.some((one) => b.quantities.amounts.some((other) => isSame(reader, one, other))) ||
    a.quantities.dates.some((one) => b.quantities.dates.some((other) => isSameDate(one, other)))
  );
}

/** Whether the first claim gives all the figures and dates of the second. */
export function holdsQuantities(
  reader: Pick<Reader, "keyOf">,
  holder: Reading,
  { quantities }: Reading,
): boolean {
  return (
    quantities.amounts.every((one) =>
      holder.quantities.amounts.some((other) => isSame(reader, one, other)),
    ) && quantities.dates.every((one) => holder.quantities.dates.some((other) => isSameDate(one, other)))
  );
}

function isSameDate(a: CalendarDate, b: CalendarDate): boolean {
  return comparableDates(a, b) && sameDate(a, b);
}

function isSame(reader: Pick<Reader, "keyOf">, a: Quantity, b: Quantity, isStrict = false): boolean {
  return isComparable(reader, a, b) && compatible(a, b, isStrict);
}

function isComparable({ keyOf }: Pick<Reader, "keyOf">, a: Quantity, b: Quantity): boolean {
  if (a.dimension !== b.dimension) return isBare(a) !== isBare(b) && (isCount(a) || isCount(b));
  if (a.dimension !== "count" && a.dimension !== "label") return true;
  return a.things.some((one) => b.things.some((other) => keyOf(one) === keyOf(other) && keyOf(one) !== ""));
}

const isBare = ({ dimension }: Quantity) => dimension === "bare";
const isCount = ({ dimension }: Quantity) => dimension === "count";

/**
 * Whether both may be true at once, with what rounding and "about", "over", "up to" leave open. Strictly, two ranges
 * must begin and end alike, as in sentences that say the same word for word.
 */
function compatible(a: Quantity, b: Quantity, isStrict = false): boolean {
  return a.ranges.some((one, i) =>
    b.ranges.some((other, j) => {
      // Two numbers with the same doubt about their point are mostly written the same way.
      if (i !== j && a.ranges.length === b.ranges.length) return one[0] === other[0];
      if (isStrict && isRange(one) && isRange(other)) return near(one[0], other[0]) && near(one[1], other[1]);
      return meet(spread(a, one, i === 0), spread(b, other, j === 0));
    }),
  );
}

const isRange = ([low, high]: Range) => low < high;

const roughly = 0.08;

function spread({ bound, slack: firstSlack }: Quantity, [low, high]: Range, isFirst: boolean): Range {
  const slack = isFirst ? firstSlack : 0;
  if (bound === "least") return [low - slack, Infinity];
  if (bound === "most") return [-Infinity, high + slack];
  const room = bound === "about" ? Math.max(slack, Math.abs(high) * roughly) : slack;
  return [low - room, high + room];
}

function meet([low, high]: Range, [otherLow, otherHigh]: Range): boolean {
  const tolerance = 1e-9 * Math.max(1, ...[low, otherLow].filter(Number.isFinite).map(Math.abs));
  if (low === -Infinity && otherLow === -Infinity) return near(high, otherHigh);
  if (high === Infinity && otherHigh === Infinity) return near(low, otherLow);
  return low <= otherHigh + tolerance && otherLow <= high + tolerance;
}

/** "More than 20" and "more than 30" could both be true; nobody who says both means the same. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.1 * Math.max(Math.abs(a), Math.abs(b));
}

interface Place {
  readonly first: number;
  readonly next: number;
}

function isOneMeasure(
  reader: Pick<Reader, "isGeneric" | "aspectsOf">,
  a: Reading,
  b: Reading,
  one: Place,
  other: Place,
  alignment: Alignment,
): boolean {
  const [near, otherNear] = [nearby(a, one), nearby(b, other)];
  if (isOtherAspect(reader, near, otherNear, alignment)) return false;
  if (alignment.isDirect && alignment.closeness >= 0.5) return true;
  if (!isCloseEnough(alignment)) return false;
  const isLone = quantityCount(a) === 1 && quantityCount(b) === 1;
  const telling = (keys: ReadonlySet<string>) => [...keys].filter((key) => !reader.isGeneric(key));
  const [tellingA, tellingB] = [telling(near), telling(otherNear)];
  if (tellingA.length === 0 || tellingB.length === 0) return isLone || alignment.mutual >= 0.7;
  const common = tellingA.filter((key) => otherNear.has(key) || alignment.shared.has(key)).length;
  const commonB = tellingB.filter((key) => near.has(key) || alignment.shared.has(key)).length;
  if (isLone) return Math.max(common / tellingA.length, commonB / tellingB.length) >= 0.5;
  const both = tellingA.filter((key) => otherNear.has(key)).length;
  return both / Math.min(tellingA.length, tellingB.length) >= 0.5;
}

function isCloseEnough({ arePartners, closeness, mutual, weight }: Alignment): boolean {
  if (arePartners) return weight >= 1 && closeness >= 0.35;
  return weight >= 1.25 && closeness >= 0.6 && mutual >= 0.4;
}

/** The one speaks of a birth, the other one of a death. An answer that names no aspect means the one asked for. */
function isOtherAspect(
  { aspectsOf }: Pick<Reader, "aspectsOf">,
  near: ReadonlySet<string>,
  otherNear: ReadonlySet<string>,
  { isDirect, asked }: Alignment,
): boolean {
  const askedFor = isDirect ? aspectsOf(asked) : new Set<number>();
  const [own, its] = [aspectsOf(near), aspectsOf(otherNear)].map((found) =>
    found.size > 0 ? found : askedFor,
  );
  return own !== undefined && its !== undefined && own.size > 0 && its.size > 0 && own.isDisjointFrom(its);
}

function quantityCount({ quantities }: Reading): number {
  return quantities.amounts.length + quantities.dates.length;
}

/** The four nearest words of content on either side, within the clause. */
function nearby({ tokens, words }: Reading, { first, next }: Place): ReadonlySet<string> {
  let from = first;
  while (from > 0 && !clauseMark.test(tokens[from - 1]?.form ?? "")) from--;
  let to = next;
  while (to < tokens.length && !clauseMark.test(tokens[to]?.form ?? "")) to++;
  const before = words.filter(({ at }) => at >= from && at < first).slice(-4);
  const after = words.filter(({ at }) => at >= next && at < to).slice(0, 3);
  return new Set([...before, ...after].map(({ key }) => key));
}

const clauseMark = /^[,;:.!?()–—]$/;
