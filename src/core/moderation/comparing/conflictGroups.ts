import type { Conflict } from "./comparison.ts";
import type { Reading } from "./reading.ts";
import type { Relation } from "./relations.ts";
import { topicOf } from "./topic.ts";

/**
 * Conflicts out of pairs that contradict each other: who agrees with a side joins it, who contradicts every side opens
 * another. A claim stands in one conflict at most, a voice on one side of it. In reading order.
 */
export function conflictGroups(
  relations: readonly Relation[],
  asked: ReadonlySet<string>,
): readonly Conflict[] {
  const between = new Map<Reading, Map<Reading, Relation>>();
  for (const relation of relations) {
    note(between, relation.a, relation.b, relation);
    note(between, relation.b, relation.a, relation);
  }
  const used = new Set<Reading>();
  const groups: { kind: Conflict["kind"]; sides: Reading[][] }[] = [];
  const strongestFirst = relations
    .filter(({ conflict }) => conflict !== null)
    .toSorted((one, other) => other.closeness - one.closeness);
  for (const { a, b, conflict } of strongestFirst) {
    if (conflict === null || used.has(a) || used.has(b)) continue;
    const sides = [[a], [b]];
    gather(sides, between, used);
    for (const reading of sides.flat()) used.add(reading);
    groups.push({ kind: conflict, sides });
  }
  return groups
    .map(({ kind, sides }) => ({
      kind,
      topic: topicOf(
        sides.map(([first]) => first).filter((first) => first !== undefined),
        asked,
      ),
      sides: sides
        .map((side) => side.map(({ claim }) => claim).toSorted(inReadingOrder))
        .toSorted(([one], [other]) => (one && other ? inReadingOrder(one, other) : 0)),
    }))
    .toSorted((one, other) => {
      const [first, second] = [one.sides[0]?.[0], other.sides[0]?.[0]];
      return first && second ? inReadingOrder(first, second) : 0;
    });
}

interface Placed {
  readonly voice: number;
  readonly start: number;
}

export function inReadingOrder(a: Placed, b: Placed): number {
  return a.voice - b.voice || a.start - b.start;
}

function note<K>(table: Map<K, Map<K, Relation>>, from: K, to: K, relation: Relation): void {
  const row = table.get(from) ?? new Map<K, Relation>();
  table.set(from, row.set(to, relation));
}

function gather(
  sides: Reading[][],
  between: ReadonlyMap<Reading, ReadonlyMap<Reading, Relation>>,
  used: ReadonlySet<Reading>,
): void {
  const seeds = sides.flat();
  const nearby = new Set(seeds.flatMap((seed) => [...(between.get(seed)?.keys() ?? [])]));
  const candidates = [...nearby]
    .filter((reading) => !used.has(reading) && !seeds.includes(reading))
    .map((reading) => ({
      reading,
      closeness: Math.max(...seeds.map((seed) => between.get(seed)?.get(reading)?.closeness ?? 0)),
    }))
    .toSorted(
      (one, other) =>
        other.closeness - one.closeness || inReadingOrder(one.reading.claim, other.reading.claim),
    );
  for (const { reading } of candidates) {
    if (sides.flat().some(({ claim }) => claim.voice === reading.claim.voice)) continue;
    const relations = sides.map(([seed]) => (seed ? between.get(seed)?.get(reading) : undefined));
    const agreed = relations.findIndex((relation) => relation?.isAgreement === true);
    if (agreed !== -1) sides[agreed]?.push(reading);
    else if (relations.every((relation) => relation?.conflict)) sides.push([reading]);
  }
}
