import type { Reader, Reading } from "./reading.ts";

/** How two claims lie on each other. */
export interface Alignment {
  /** Keys that both hold, also as words of one family (German, Germany). */
  readonly shared: ReadonlySet<string>;
  /** Keys of either that the other one lacks and the question does not hold. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  /** What both share, generic words counted little. */
  readonly weight: number;
  /** Share of the less detailed claim that the other one takes up, 0..1. */
  readonly closeness: number;
  /** The same against the more detailed claim. */
  readonly mutual: number;
  /** Both answer the question at once, so its words are understood in either. */
  readonly isDirect: boolean;
  /** Each is what the other one's answer says closest to it. */
  readonly arePartners: boolean;
  readonly asked: ReadonlySet<string>;
}

/** What is known of two claims beyond their words. */
export interface Standing {
  readonly isDirect: boolean;
  readonly arePartners: boolean;
}

const genericWeight = 0.25;

/** Words of one family count as shared; words of the question as known to both, half where it is not answered at once. */
export function align(
  { isGeneric }: Pick<Reader, "isGeneric">,
  a: Reading,
  b: Reading,
  asked: ReadonlySet<string>,
  { isDirect, arePartners }: Standing,
): Alignment {
  const shared = new Set([...a.keys].filter((key) => b.keys.has(key)));
  const restA = [...a.keys].filter((key) => !shared.has(key));
  const [onlyA, onlyB] = [[...restA], [...b.keys].filter((key) => !shared.has(key))];
  for (const key of restA) {
    const kin = onlyB.findIndex((other) => isKin(key, other));
    if (kin === -1) continue;
    shared.add(key).add(onlyB[kin] ?? key);
    onlyB.splice(kin, 1);
    onlyA.splice(onlyA.indexOf(key), 1);
  }
  const weigh = (keys: Iterable<string>) => {
    let sum = 0;
    for (const key of keys) sum += isGeneric(key) ? genericWeight : 1;
    return sum;
  };
  const unasked = (key: string) => !asked.has(key);
  const [ownA, ownB] = [onlyA.filter(unasked), onlyB.filter(unasked)];
  const weight = weigh(shared);
  const understood =
    weight + weigh([...onlyA, ...onlyB].filter((key) => asked.has(key))) * (isDirect ? 1 : 0.5);
  const [restWeightA, restWeightB] = [weigh(ownA), weigh(ownB)];
  return {
    shared,
    onlyA: ownA,
    onlyB: ownB,
    weight,
    closeness: ratio(understood, Math.min(restWeightA, restWeightB)),
    mutual: ratio(understood, Math.max(restWeightA, restWeightB)),
    isDirect,
    arePartners,
    asked,
  };
}

/** Words of one family by their common beginning: "german" and "germany", "compos" and "composit". */
export function isKin(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4 || long.length - short.length > 4) return false;
  let common = 0;
  while (common < short.length && short[common] === long[common]) common++;
  return common >= 4 && common >= short.length - 1 && common >= long.length * 0.55;
}

function ratio(part: number, rest: number): number {
  return part === 0 ? 0 : part / (part + rest);
}
