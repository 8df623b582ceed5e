import type { Entities } from "./assistant.ts";
import type { FoundEntity } from "./entities/findEntities.ts";
import type { Intent } from "./profile.ts";

/** All values that one message gives for a name stay; together they take the place of what was known. */
export function withNew(
  known: Entities,
  named: readonly FoundEntity[],
  dropped: readonly FoundEntity[],
): Entities {
  const valuesByName = new Map<string, readonly string[]>(Object.entries(known));
  for (const { name, value } of dropped) {
    valuesByName.set(
      name,
      (valuesByName.get(name) ?? []).filter((each) => each !== value),
    );
  }
  for (const name of new Set(named.map((entity) => entity.name))) {
    const values = named.filter((entity) => entity.name === name).map(({ value }) => value);
    valuesByName.set(name, [...new Set(values)]);
  }
  return Object.fromEntries([...valuesByName].filter(([, values]) => values.length > 0));
}

export function missingOf({ requires }: Intent, entities: Entities): readonly string[] {
  return requires.filter((name) => (entities[name]?.length ?? 0) === 0);
}

/** Of all that is known what an intent requires. */
export function requiredOf(requires: readonly string[], entities: Entities): Entities {
  return Object.fromEntries(requires.map((name) => [name, entities[name] ?? []]));
}

/** The order of names does not count, that of values does. */
export function sameEntities(one: Entities, other: Entities): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}
