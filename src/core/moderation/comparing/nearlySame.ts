import type { Alignment } from "./alignment.ts";
import type { Reader, Reading } from "./reading.ts";

/** Claims worded so alike that each word they do not share counts. */
export function areNearlySame(a: Reading, b: Reading, { mutual, onlyA, onlyB }: Alignment): boolean {
  return (
    mutual >= 0.7 && onlyA.length <= 2 && onlyB.length <= 2 && Math.min(a.words.length, b.words.length) >= 2
  );
}

/**
 * "negation" or "antonym" where that is what tells two such claims apart; both at once ("not dangerous", "safe") say
 * the same.
 */
export function tellingDifference(
  { opposes }: Pick<Reader, "opposes">,
  a: Reading,
  b: Reading,
): "negation" | "antonym" | null {
  const [ownA, ownB] = [beyond(names(a), names(b)), beyond(names(b), names(a))];
  const isContent =
    ({ keys }: Reading) =>
    (name: string) =>
      keys.has(name);
  if (ownA.filter(isContent(a)).length > 2 || ownB.filter(isContent(b)).length > 2) return null;
  const isOpposed = ownA.some((one) => ownB.some((other) => opposes(one, other)));
  if ([...a.negations, ...b.negations].some(({ reach }) => reach === "few")) return null;
  const isDenied = denials(a) % 2 !== denials(b) % 2;
  if (isOpposed === isDenied) return null;
  return isDenied ? "negation" : "antonym";
}

const names = ({ placed }: Reading) => placed.map(({ name }) => name);

function denials({ negations }: Reading): number {
  return negations.filter(({ heads }) => heads.length > 0).length;
}

/** What the one has more of, each as often as it has it more. */
function beyond(one: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const name of other) left.set(name, (left.get(name) ?? 0) + 1);
  return one.filter((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count <= 0;
  });
}
