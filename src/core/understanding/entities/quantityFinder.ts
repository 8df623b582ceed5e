import { createCueReader } from "./cues.ts";
import type { NumberKind, QuantityKind } from "./entityKind.ts";
import type { FoundInWords } from "./foundInWords.ts";
import { crossedAt, isNoSize, placed } from "./crossedSizes.ts";
import { converted, isWithin, measuredKind, type MeasuredKind } from "./measuredKind.ts";
import { isDenied } from "./markNegated.ts";
import type { Measure } from "./measures.ts";
import type { MessageWord } from "./messageWords.ts";
import type { Unit } from "./unit.ts";
import { isCommonWord, isSmallWord } from "./words/commonWords.ts";

/** What the numbers of a message are told by. */
interface Message {
  readonly words: readonly MessageWord[];
  readonly measures: readonly Measure[];
  /** What was found of catalogues. */
  readonly entries: readonly FoundInWords[];
}

type CuedKind = MeasuredKind | NumberKind;

/**
 * Tells which kind each number of a message is, converted to that kind's unit. In `10 x 5` places tell; else the word
 * beside it; else its unit, where a kind in that very unit goes before one that it has to be converted to. A bare number
 * is one only beside such a word, right behind an entry of a catalogue, or when it was asked for.
 */
export function createQuantityFinder(quantities: readonly QuantityKind[], numbers: readonly NumberKind[]) {
  const kinds = quantities.map(measuredKind);
  const unplaced = kinds.filter(({ kind }) => kind.order === undefined);
  const cueOf = createCueReader<CuedKind>([...kinds, ...numbers]);
  return {
    units: kinds.map(({ unit }) => unit),
    find(message: Message, asked: readonly string[]): FoundInWords[] {
      const { words, measures } = message;
      const open: CuedKind[] = [
        ...kinds.filter(({ kind }) => asked.includes(kind.name)),
        ...numbers.filter(({ name }) => asked.includes(name)),
      ];
      const any = numbers.find((kind) => kind.words === undefined);
      const readOne = (
        measure: Measure,
        fitting: readonly MeasuredKind[],
        isThird: boolean,
      ): FoundInWords | null => {
        const cued = cueOf(words, measure.first, measure.next);
        const { unit } = measure;
        if (cued && isMeasured(cued) && !(measure.isArticle && !unit)) {
          if (!fitting.includes(cued)) return null;
          const said = converted(cued, { ...measure, unit: unit ?? cued.unit }, unit ? 1 : 0.9);
          if (said || unit?.dimension === cued.unit.dimension) return said;
        }
        if (unit) return byUnit(measure, unit, fitting, open);
        if (cued && !isMeasured(cued)) return counted(cued, measure, 0.9);
        if (measure.isArticle) return null;
        const isBounded = isThird || (open.every(isMeasured) && isBehindEntry(message, measure));
        return (
          (isBounded ? byBounds(measure, unplaced) : null) ??
          byQuestion(measure, open, { fitting, staysOpen: isDenied(words, measure) }) ??
          (any ? counted(any, measure, 0.5) : null)
        );
      };

      const found: FoundInWords[] = [];
      for (let place = 0; place < measures.length;) {
        const group = crossedAt(words, measures, place);
        place += group.length;
        const isAsked = open.some((kind) => isMeasured(kind) && kind.kind.order !== undefined);
        if (!isAsked && isNoSize(words, group)) continue;
        const sizes = placed(group, kinds);
        found.push(...sizes);
        // Of a size that cannot be meant nothing becomes another place's.
        const isFree = group.length === 1 || (sizes.length === 0 && group.every(({ unit }) => unit));
        for (const measure of group.slice(sizes.length)) {
          const quantity = readOne(measure, isFree ? kinds : unplaced, sizes.length > 0);
          if (quantity) found.push(quantity);
        }
      }
      return found;
    },
  };
}

/** "isopanel 100", "isopanel de 50": and no other thing is counted, as in "isopanel 50 placas". */
function isBehindEntry({ words, entries }: Message, { first, next }: Measure): boolean {
  const before = /^(?:de|of|-)$/.test(words[first - 1]?.form ?? "") ? first - 1 : first;
  if (!entries.some((entry) => entry.next === before)) return false;
  const after = words[next];
  if (after?.kind !== "word" || isSmallWord(after.form)) return true;
  return (
    entries.some((entry) => entry.first === next) || (isCommonWord(after.form) && !after.form.endsWith("s"))
  );
}

/** A bare number that only one of the kinds can mean, by its `between`. */
function byBounds(measure: Measure, kinds: readonly MeasuredKind[]): FoundInWords | null {
  const fitting = kinds
    .filter(({ kind }) => kind.between)
    .flatMap((kind) => converted(kind, { ...measure, unit: kind.unit }, 0.8) ?? []);
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** What was asked for is answered once: `open` loses it, unless the answer is denied ("no es 100, es 150"). */
function byQuestion(
  measure: Measure,
  open: CuedKind[],
  { fitting, staysOpen }: { readonly fitting: readonly MeasuredKind[]; readonly staysOpen: boolean },
): FoundInWords | null {
  for (const [place, kind] of open.entries()) {
    if (isMeasured(kind) && !fitting.includes(kind)) continue;
    const said = isMeasured(kind)
      ? converted(kind, { ...measure, unit: kind.unit }, 0.7)
      : counted(kind, measure, 0.7);
    if (!said) continue;
    if (!staysOpen) open.splice(place, 1);
    return said;
  }
  return null;
}

function byUnit(
  measure: Measure,
  unit: Unit,
  kinds: readonly MeasuredKind[],
  open: readonly CuedKind[],
): FoundInWords | null {
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

function isMeasured(kind: CuedKind): kind is MeasuredKind {
  return "unit" in kind;
}

function counted(kind: NumberKind, { value, unit, first, next }: Measure, score: number) {
  if (unit || !isWithin(value, kind.between)) return null;
  return { name: kind.name, value: String(Number(value.toFixed(3))), first, next, score };
}
