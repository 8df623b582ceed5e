import { align, type Alignment } from "./alignment.ts";
import { isOpposed } from "./antonymConflict.ts";
import type { AnalysisDep, Claim, ConflictKind } from "./comparison.ts";
import { isHedged, isNegated } from "./negationConflict.ts";
import { areOfOtherTimes } from "./circumstances.ts";
import { areNearlySame, tellingDifference } from "./nearlySame.ts";
import { quantityConflict } from "./quantityConflict.ts";
import { readerOf, type Reader, type Reading } from "./reading.ts";
import { sameStatement, similarity } from "./similarity.ts";
import { isOtherStance } from "./stanceConflict.ts";

/** The question that two claims answer. */
export interface Asked {
  readonly text: string;
  readonly keys: ReadonlySet<string>;
}

/**
 * What keeps two claims from both being true; null when nothing does. With a question, both are taken for answers
 * that leave its words unsaid.
 */
export function conflictOf(deps: AnalysisDep, a: Claim, b: Claim, question?: string): ConflictKind | null {
  const reader = readerOf(deps);
  const asked = question === undefined ? notAsked : { text: question, keys: reader.keysOf(question) };
  const [one, other] = [reader.read(a), reader.read(b)];
  return conflictBetween(
    reader,
    one,
    other,
    align(reader, one, other, asked.keys, { isDirect: question !== undefined, arePartners: false }),
    asked.text,
  );
}

/** Two claims that say the same. */
export function agrees(deps: AnalysisDep, a: Claim, b: Claim): boolean {
  return similarity(a, b) >= sameStatement && conflictOf(deps, a, b) === null;
}

const notAsked: Asked = { text: "", keys: new Set() };

/** Claims that share less speak of different things. */
const leastCloseness = 0.35;

export function conflictBetween(
  reader: Reader,
  a: Reading,
  b: Reading,
  alignment: Alignment,
  question: string,
): ConflictKind | null {
  if (!alignment.isDirect && (alignment.weight < 1 || alignment.closeness < leastCloseness)) return null;
  if (a.isAbstention || b.isAbstention) return null;
  const quantity = quantityConflict(reader, a, b, alignment);
  if (quantity) return quantity;
  if (areNearlySame(a, b, alignment)) {
    const difference = tellingDifference(reader, a, b);
    if (difference) return difference;
  }
  if (areOfOtherTimes(a, b)) return null;
  if (isNegated(reader, a, b, alignment)) return "negation";
  if (isOpposed(reader, a, b, alignment)) return "antonym";
  if (alignment.isDirect && a.isOpen !== b.isOpen) return isHedged(a) || isHedged(b) ? null : "stance";
  return isOtherStance(reader, a, b, alignment, question) ? "stance" : null;
}
