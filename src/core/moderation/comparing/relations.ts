import { align, type Alignment, type Standing } from "./alignment.ts";
import type { ConflictKind } from "./comparison.ts";
import { conflictBetween } from "./conflicts.ts";
import { sharesFigure } from "./quantityMatch.ts";
import type { Reader, Reading } from "./reading.ts";

/** What two claims of different answers are to each other. */
export interface Relation {
  readonly a: Reading;
  readonly b: Reading;
  /** Null: both may be true. */
  readonly conflict: ConflictKind | null;
  /** How closely they lie on each other, 0..1, whether they agree or not. */
  readonly closeness: number;
  /** Both say the same. */
  readonly isAgreement: boolean;
}

export interface Asked {
  readonly text: string;
  readonly keys: ReadonlySet<string>;
}

export function relate(reader: Reader, a: Reading, b: Reading, asked: Asked, standing: Standing): Relation {
  const alignment = align(reader, a, b, asked.keys, standing);
  const conflict = conflictBetween(reader, a, b, alignment, asked.text);
  const sameness = conflict ? 0 : samenessOf(reader, a, b, alignment);
  const closeness = conflict
    ? (alignment.closeness + alignment.mutual) / 2
    : Math.max(sameness, (alignment.closeness + alignment.mutual) / 2);
  return { a, b, conflict, closeness, isAgreement: sameness >= leastSameness };
}

const leastSameness = 0.55;

/** Over what each says beyond the question: the mean of the share of either that the other one takes up. */
function samenessOf(
  reader: Pick<Reader, "isGeneric" | "keyOf">,
  a: Reading,
  b: Reading,
  { shared, onlyA, onlyB, isDirect, asked }: Alignment,
): number {
  const weigh = (keys: readonly string[]) =>
    keys.reduce((sum, key) => sum + (reader.isGeneric(key) ? 0.25 : 1), 0);
  const hasAmounts = ({ quantities }: Reading) => quantities.amounts.length + quantities.dates.length > 0;
  const isSameValue = sharesFigure(reader, a, b);
  if (hasAmounts(a) && hasAmounts(b) && !isSameValue) return 0;
  const own = weigh([...shared].filter((key) => !asked.has(key))) + (isSameValue ? 1 : 0);
  const [restA, restB] = [weigh(onlyA), weigh(onlyB)];
  if (isDirect && a.opening && a.opening === b.opening && (restA === 0 || restB === 0)) return 1;
  if (own < (isDirect ? 0.25 : 1.5)) return !isDirect && shared.size >= 3 && restA + restB === 0 ? 1 : 0;
  return (own / (own + Math.min(restA, restB)) + own / (own + Math.max(restA, restB))) / 2;
}
