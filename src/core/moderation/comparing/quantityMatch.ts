import { comparableDates, sameDate, type CalendarDate } from "../words/calendar.ts";
import type { Quantity, Range } from "../words/quantities.ts";
import type { Reader, Reading } from "./reading.ts";

type Keys = Pick<Reader, "keyOf">;

/** Whether both claims give the same value for what may be the same thing. */
export function sharesQuantity(reader: Keys, a: Reading, b: Reading): boolean {
  return (
    a.quantities.amounts.some((one) =>
      b.quantities.amounts.some((other) => sameAmount(reader, one, other)),
    ) || a.quantities.dates.some((one) => b.quantities.dates.some((other) => sameCalendarDate(one, other)))
  );
}

/** The same of one figure, not of a range and a number within it. */
export function sharesFigure(reader: Keys, a: Reading, b: Reading): boolean {
  return (
    a.quantities.amounts.some((one) =>
      b.quantities.amounts.some((other) => equalAmount(reader, one, other)),
    ) || a.quantities.dates.some((one) => b.quantities.dates.some((other) => sameCalendarDate(one, other)))
  );
}

/** Whether the first claim gives all the figures and dates of the second. */
export function holdsQuantities(reader: Keys, holder: Reading, { quantities }: Reading): boolean {
  return (
    quantities.amounts.every((one) =>
      holder.quantities.amounts.some((other) => sameAmount(reader, one, other)),
    ) &&
    quantities.dates.every((one) => holder.quantities.dates.some((other) => sameCalendarDate(one, other)))
  );
}

/** Whether the first claim gives each figure and date of the second, no wider and no less precise. */
export function holdsFigures(reader: Keys, holder: Reading, { quantities }: Reading): boolean {
  const { amounts, dates } = holder.quantities;
  return (
    quantities.amounts.every((one) => amounts.some((other) => equalAmount(reader, one, other))) &&
    quantities.dates.every((one) =>
      dates.some(
        (other) =>
          sameCalendarDate(one, other) &&
          (one.month === null || other.month !== null) &&
          (one.day === null || other.day !== null) &&
          (one.years === null || (other.years !== null && !isWider(other.years, one.years))),
      ),
    )
  );
}

const isWider = (one: Range, other: Range) => one[1] - one[0] > other[1] - other[0];

/** Whether both give one figure for what may be the same thing: no range and a number within it, no two rough ones. */
export function equalAmount(reader: Keys, a: Quantity, b: Quantity): boolean {
  if (!comparable(reader, a, b)) return false;
  const limits = new Set([a.bound, b.bound]);
  if (limits.has("least") && limits.has("most")) return false;
  const isRough = limits.has("about");
  const near = (one: number, other: number) =>
    Math.abs(one - other) <=
    Math.max(a.slack, b.slack, (isRough ? rounding : 1e-9) * Math.max(Math.abs(one), Math.abs(other)));
  return a.ranges.some((one) =>
    b.ranges.some(
      (other) => isWide(one) === isWide(other) && near(one[0], other[0]) && near(one[1], other[1]),
    ),
  );
}

/** "About 40" may be 39 or 41, not 45. */
const rounding = 0.04;

export function sameCalendarDate(a: CalendarDate, b: CalendarDate): boolean {
  return comparableDates(a, b) && sameDate(a, b);
}

export function sameAmount(reader: Keys, a: Quantity, b: Quantity, isStrict = false): boolean {
  return comparable(reader, a, b) && compatible(a, b, isStrict);
}

/** Whether both measure in one dimension or count one thing; a bare number may count anything. */
export function comparable({ keyOf }: Keys, a: Quantity, b: Quantity): boolean {
  const isBare = ({ dimension }: Quantity) => dimension === "bare";
  const isCount = ({ dimension }: Quantity) => dimension === "count";
  if (a.dimension !== b.dimension) return isBare(a) !== isBare(b) && (isCount(a) || isCount(b));
  if (a.dimension !== "count" && a.dimension !== "label") return true;
  return a.things.some((one) => b.things.some((other) => keyOf(one) === keyOf(other) && keyOf(one) !== ""));
}

/**
 * Whether both may be true at once, with what rounding and "about", "over", "up to" leave open. Strictly, two ranges
 * must begin and end alike, as in sentences that say the same word for word.
 */
export function compatible(a: Quantity, b: Quantity, isStrict = false): boolean {
  return a.ranges.some((one, i) =>
    b.ranges.some((other, j) => {
      // Two numbers with the same doubt about their point are mostly written the same way.
      if (i !== j && a.ranges.length === b.ranges.length) return one[0] === other[0];
      if (isStrict && isWide(one) && isWide(other)) return alikeRanges(a, one, b, other);
      const room = a.bound === "about" && b.bound === "about" ? roughly / 2 : roughly;
      return meet(spread(a, one, i === 0, room), spread(b, other, j === 0, room));
    }),
  );
}

const isWide = ([low, high]: Range) => low < high;

const roughly = 0.08;

function alikeRanges(a: Quantity, one: Range, b: Quantity, other: Range): boolean {
  if (a.bound !== "exact" || b.bound !== "exact") return alike(one[0], other[0]) && alike(one[1], other[1]);
  const near = (x: number, y: number) => Math.abs(x - y) <= rounding * Math.max(Math.abs(x), Math.abs(y));
  return near(one[0], other[0]) && near(one[1], other[1]);
}

/** What a figure may stand for; the slack is that of the likelier reading. */
function spread({ bound, slack }: Quantity, [low, high]: Range, isLikelier: boolean, rough: number): Range {
  const own = isLikelier ? slack : 0;
  if (bound === "least") return [low - own, Infinity];
  if (bound === "most") return [-Infinity, high + own];
  const room = bound === "about" ? Math.max(own, Math.abs(high) * rough) : own;
  return [low - room, high + room];
}

function meet([low, high]: Range, [otherLow, otherHigh]: Range): boolean {
  const tolerance = 1e-9 * Math.max(1, ...[low, otherLow].filter(Number.isFinite).map(Math.abs));
  if (low === -Infinity && otherLow === -Infinity) return alike(high, otherHigh);
  if (high === Infinity && otherHigh === Infinity) return alike(low, otherLow);
  return low <= otherHigh + tolerance && otherLow <= high + tolerance;
}

/** "More than 20" and "more than 30" could both be true; nobody who says both means the same. */
function alike(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.1 * Math.max(Math.abs(a), Math.abs(b));
}
