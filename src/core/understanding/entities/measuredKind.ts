import type { QuantityKind } from "./entityKind.ts";
import type { FoundInWords } from "./foundInWords.ts";
import type { Measure } from "./measures.ts";
import { unitNamed, type Unit } from "./unit.ts";

/** A quantity kind with its units looked up. */
export interface MeasuredKind {
  readonly kind: QuantityKind;
  readonly words?: readonly string[] | undefined;
  readonly unit: Unit;
  readonly accepts: readonly Unit[] | null;
}

export function measuredKind(kind: QuantityKind): MeasuredKind {
  return {
    kind,
    words: kind.words,
    unit: unitNamed(kind.unit),
    accepts: kind.accepts?.map(unitNamed) ?? null,
  };
}

/** In the kind's unit; null when the dimension is another or the value cannot be meant. */
export function converted(kind: MeasuredKind, measure: Measure, score: number): FoundInWords | null {
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

export function isWithin(value: number, between: readonly [number, number] | undefined): boolean {
  return value < 1e12 && value >= (between?.[0] ?? 0) && value <= (between?.[1] ?? Infinity);
}
