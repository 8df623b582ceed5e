import { align, type Alignment } from "./alignment.ts";
import { isOpposed } from "./antonymConflict.ts";
import type { AnalysisDep, Claim, ConflictKind } from "./comparison.ts";
import { isHedged, isNegated } from "./negationConflict.ts";
import { areOfOtherSubjects, areOfOtherTimes } from "./circumstances.ts";
import { areNearlySame, tellingDifference } from "./nearlySame.ts";
import { quantityConflict } from "./quantityConflict.ts";
import { readerOf, type Reader, type Reading } from "./reading.ts";
import { sameStatement, similarity } from "./similarity.ts";
import { isOtherStance } from "./stanceConflict.ts";

/**
 * What keeps two claims from both being true; null when nothing does. They are taken to be on one point; with a question,
 * for answers to it that leave its words unsaid.
 */
export function conflictOf(deps: AnalysisDep, a: Claim, b: Claim, question?: string): ConflictKind | null {
  const reader = readerOf(deps);
  const asked = reader.keysOf(question ?? "");
  const [one, other] = [reader.read(a), reader.read(b)];
  const standing = { isDirect: question !== undefined, arePartners: true };
  return conflictBetween(reader, one, other, align(reader, one, other, asked, standing), question ?? "");
}

/** Two claims that say the same. */
export function agrees(deps: AnalysisDep, a: Claim, b: Claim): boolean {
  return similarity(a, b) >= sameStatement && conflictOf(deps, a, b) === null;
}

/** Claims that share less speak of different things. */
const leastCloseness = 0.35;

/** The same of two claims that are read already and lie on each other so; the question may be empty. */
export function conflictBetween(
  reader: Reader,
  a: Reading,
  b: Reading,
  alignment: Alignment,
  question: string,
): ConflictKind | null {
  const { isDirect, weight, closeness } = alignment;
  if (!isDirect && (weight < 1 || closeness < leastCloseness)) return null;
  if (a.isAbstention || b.isAbstention) return null;
  if (!isDirect && areOfOtherSubjects(a, b, alignment)) return null;
  const quantity = quantityConflict(reader, a, b, alignment);
  if (quantity) return quantity;
  if (areNearlySame(a, b, alignment)) {
    const difference = tellingDifference(reader, a, b);
    if (difference) return difference;
  }
  if (areOfOtherTimes(a, b)) return null;
  if (isNegated(reader, a, b, alignment)) return "negation";
  if (isOpposed(reader, a, b, alignment)) return "antonym";
  if (isDirect && a.isOpen !== b.isOpen) return isHedged(a) || isHedged(b) ? null : "stance";
  return isOtherStance(reader, a, b, alignment, question) ? "stance" : null;
}
