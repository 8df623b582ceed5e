import type { FoundInWords } from "./foundInWords.ts";
import { converted, type MeasuredKind } from "./measuredKind.ts";
import { isCrossed, type Measure } from "./measures.ts";
import type { MessageWord } from "./messageWords.ts";
import type { Unit } from "./unit.ts";

/** The numbers from a place on that are one `10 x 5`, four at most; one alone where it is not crossed. */
export function crossedAt(
  words: readonly MessageWord[],
  measures: readonly Measure[],
  place: number,
): readonly Measure[] {
  const group = measures.slice(place, place + 1);
  for (const measure of measures.slice(place + 1, place + 4)) {
    const last = group.at(-1);
    if (!last || !isCrossed(words, last, measure)) break;
    group.push(measure);
  }
  return group;
}

/** `10 x 5`, `10 metros por 5 metros`: the numbers in the order of the kinds' places; none when they do not fit. */
export function placed(group: readonly Measure[], kinds: readonly MeasuredKind[]): readonly FoundInWords[] {
  if (group.length < 2) return [];
  const unit = group.at(-1)?.unit ?? null;
  const whole = inOrder(group, kinds, unit) ?? inOrder(group, kinds, null);
  return whole ?? (group.length > 2 ? inOrder(group.slice(0, 2), kinds, null) : null) ?? [];
}

function inOrder(
  group: readonly Measure[],
  kinds: readonly MeasuredKind[],
  unit: Unit | null,
): FoundInWords[] | null {
  const found: FoundInWords[] = [];
  for (const [at, measure] of group.entries()) {
    const kind = kinds.find((each) => each.kind.order === at + 1);
    const isBare = measure.isArticle && !measure.unit;
    const said =
      kind && !isBare && converted(kind, { ...measure, unit: measure.unit ?? unit ?? kind.unit }, 0.95);
    if (!said) return null;
    found.push(said);
  }
  return found;
}

/** Whether two bare numbers with an `x` are a way to speak and no size: open `24x7`, an offer of `2x1`. */
export function isNoSize(words: readonly MessageWord[], group: readonly Measure[]): boolean {
  if (group.length !== 2 || group.some(({ unit }) => unit)) return false;
  const [one, other] = group.map(({ value }) => value);
  if (spoken.has(`${one}x${other}`)) return true;
  return one === (other ?? 0) + 1 && words.some(({ form }) => offers.has(form));
}

const spoken = new Set(["24x7", "7x24", "2x1"]);
const offers = new Set(
  "oferta ofertas promo promos promocion promociones descuento offer offers deal deals sale".split(" "),
);
