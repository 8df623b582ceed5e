import { createCueReader } from "./cues.ts";
import type { NumberKind, QuantityKind } from "./entityKind.ts";
import { isCrossed, type Measure } from "./measures.ts";
import type { MessageWord } from "./messageWords.ts";
import { unitNamed, type Unit } from "./unit.ts";

export interface FoundQuantity {
  readonly name: string;
  readonly value: string;
  readonly first: number;
  readonly next: number;
  readonly score: number;
}

/** A quantity kind with its units looked up. */
interface MeasuredKind {
  readonly kind: QuantityKind;
  readonly words?: readonly string[] | undefined;
  readonly unit: Unit;
  readonly accepts: readonly Unit[] | null;
}

/**
 * Tells which kind each number of a message is, converted to that kind's unit. In `10 x 5` places tell; else the word
 * beside it; else its unit, where a kind in that very unit goes before one that it has to be converted to. A bare number
 * is one only beside such a word or when it was asked for.
 */
export function createQuantityFinder(quantities: readonly QuantityKind[], numbers: readonly NumberKind[]) {
  const kinds = quantities.map(measuredKind);
  const cueOf = createCueReader<MeasuredKind | NumberKind>([...kinds, ...numbers]);
  return {
    units: kinds.map(({ unit }) => unit),
    find(
      words: readonly MessageWord[],
      measures: readonly Measure[],
      asked: readonly string[],
    ): FoundQuantity[] {
      const open = [
        ...kinds.filter(({ kind }) => asked.includes(kind.name)),
        ...numbers.filter(({ name }) => asked.includes(name)),
      ];
      const found: FoundQuantity[] = [];
      for (let place = 0; place < measures.length;) {
        const crossed = crossedAt(words, measures, place, kinds);
        if (crossed) found.push(...crossed);
        place += crossed ? crossed.length : 1;
        const measure = crossed ? undefined : measures[place - 1];
        if (!measure) continue;
        const cued = cueOf(words, measure.first, measure.next);
        const quantity = quantityOf(measure, cued, kinds, numbers, open);
        if (quantity) found.push(quantity);
      }
      return found;
    },
  };
}

function measuredKind(kind: QuantityKind): MeasuredKind {
  return {
    kind,
    words: kind.words,
    unit: unitNamed(kind.unit),
    accepts: kind.accepts?.map(unitNamed) ?? null,
  };
}

/** `10 x 5`, `10 metros por 5 metros`: the numbers in the order of the kinds' places; null when they do not fit. */
function crossedAt(
  words: readonly MessageWord[],
  measures: readonly Measure[],
  place: number,
  kinds: readonly MeasuredKind[],
): FoundQuantity[] | null {
  const group: Measure[] = [];
  for (let at = place; at < Math.min(measures.length, place + 4); at++) {
    const [last, measure] = [group.at(-1), measures[at]];
    if (!measure || (last && !isCrossed(words, last, measure))) break;
    group.push(measure);
  }
  if (group.length < 2) return null;
  const whole = placed(group, kinds, group.at(-1)?.unit ?? null) ?? placed(group, kinds, null);
  return whole ?? (group.length > 2 ? placed(group.slice(0, 2), kinds, null) : null);
}

function placed(
  group: readonly Measure[],
  kinds: readonly MeasuredKind[],
  unit: Unit | null,
): FoundQuantity[] | null {
  const found: FoundQuantity[] = [];
  for (const [at, measure] of group.entries()) {
    const kind = kinds.find((each) => each.kind.order === at + 1);
    const quantity = kind && converted(kind, { ...measure, unit: measure.unit ?? unit ?? kind.unit }, 0.95);
    if (!quantity) return null;
    found.push(quantity);
  }
  return found;
}

function quantityOf(
  measure: Measure,
  cued: MeasuredKind | NumberKind | null,
  kinds: readonly MeasuredKind[],
  numbers: readonly NumberKind[],
  open: (MeasuredKind | NumberKind)[],
): FoundQuantity | null {
  const { unit } = measure;
  if (cued && isMeasured(cued)) {
    const said = converted(cued, { ...measure, unit: unit ?? cued.unit }, unit ? 1 : 0.9);
    if (said || unit?.dimension === cued.unit.dimension) return said;
  }
  if (unit) return byUnit(measure, unit, kinds, open);
  if (cued && !isMeasured(cued)) return counted(cued, measure, 0.9);
  if (!measure.isArticle) {
    for (const [place, kind] of open.entries()) {
      const said = isMeasured(kind)
        ? converted(kind, { ...measure, unit: kind.unit }, 0.7)
        : counted(kind, measure, 0.7);
      if (!said) continue;
      open.splice(place, 1);
      return said;
    }
  }
  const any = measure.isArticle ? undefined : numbers.find((kind) => kind.words === undefined);
  return any ? counted(any, measure, 0.5) : null;
}

function byUnit(
  measure: Measure,
  unit: Unit,
  kinds: readonly MeasuredKind[],
  open: readonly (MeasuredKind | NumberKind)[],
): FoundQuantity | null {
  const fitting = kinds.flatMap((kind) => {
    const accepts = kind.accepts === null || kind.accepts.some(({ symbol }) => symbol === unit.symbol);
    const said = accepts ? converted(kind, measure, measure.isShared ? 0.9 : 1) : null;
    return said ? [{ kind, said }] : [];
  });
  const chosen =
    fitting.find(({ kind }) => open.includes(kind)) ??
    fitting.find(({ kind }) => kind.unit.symbol === unit.symbol) ??
    fitting[0];
  return chosen?.said ?? null;
}

function isMeasured(kind: MeasuredKind | NumberKind): kind is MeasuredKind {
  return "unit" in kind;
}

/** In the kind's unit; null when the dimension is another or the value cannot be meant. */
function converted(kind: MeasuredKind, measure: Measure, score: number): FoundQuantity | null {
  const { unit } = measure;
  if (!unit || unit.dimension !== kind.unit.dimension) return null;
  const written = inUnitOf(kind, measure.value, unit);
  const { first, next } = measure;
  return written === null ? null : { name: kind.kind.name, value: written, first, next, score };
}

function inUnitOf(kind: MeasuredKind, amount: number, unit: Unit): string | null {
  const exact = (amount * unit.factor) / kind.unit.factor;
  const isImperial = unit.symbol === "in" || unit.symbol === "ft";
  const isMetric = kind.unit.symbol !== "in" && kind.unit.symbol !== "ft";
  const step =
    isImperial && isMetric ? (kind.kind.round ?? Math.max(0.001 / kind.unit.factor, 0.001)) : 0.001;
  const value = Number((Math.round(exact / step) * step).toFixed(3));
  return isWithin(value, kind.kind.between) ? `${value}${kind.unit.symbol}` : null;
}

function counted(kind: NumberKind, { value, unit, first, next }: Measure, score: number) {
  if (unit || !isWithin(value, kind.between)) return null;
  return { name: kind.name, value: String(Number(value.toFixed(3))), first, next, score };
}

function isWithin(value: number, between: readonly [number, number] | undefined): boolean {
  return value < 1e12 && (!between || (value >= between[0] && value <= between[1]));
}
