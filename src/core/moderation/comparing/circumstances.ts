import type { Alignment } from "./alignment.ts";
import { sameDate } from "../words/calendar.ts";
import type { Reading } from "./reading.ts";
import type { Token } from "../words/tokens.ts";

/** Words that say when or where something holds, each group exclusive in itself. */
const circumstanceGroups: readonly string[] = [
  "monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado sabados domingo domingos mondays tuesdays wednesdays thursdays fridays saturdays sundays",
  "spring summer autumn winter primavera verano otoño invierno",
  "morning afternoon evening night mañana tarde noche",
  "children adults children's niños adultos",
];

const groupByForm = new Map(
  circumstanceGroups.flatMap((forms, group) => forms.split(" ").map((form) => [form, group] as const)),
);

/** What a claim holds for, by group: for summer, for children. */
export type Circumstances = ReadonlyMap<number, ReadonlySet<string>>;

export function circumstancesOf(tokens: readonly Token[]): Circumstances {
  const found = new Map<number, Set<string>>();
  for (const { form } of tokens) {
    const group = groupByForm.get(form);
    if (group !== undefined) found.set(group, (found.get(group) ?? new Set()).add(form.replace(/s$/, "")));
  }
  return found;
}

/** The one holds in summer or in 1990, the other one in winter or in 2000: both may be true. */
export function areOfOtherTimes(a: Reading, b: Reading): boolean {
  const [{ dates: datesA }, { dates: datesB }] = [a.quantities, b.quantities];
  if (
    datesA.length > 0 &&
    datesB.length > 0 &&
    !datesA.some((one) => datesB.some((other) => sameDate(one, other)))
  )
    return true;
  if (a.circumstances.size === 0 || b.circumstances.size === 0) return false;
  return [...a.circumstances].some(
    ([group, forms]) => b.circumstances.get(group)?.isDisjointFrom(forms) === true,
  );
}

/** "Spain has …" and "France has …": both open with a subject of their own that the question does not ask for. */
export function areOfOtherSubjects(
  a: Reading,
  b: Reading,
  { onlyA, onlyB }: Pick<Alignment, "onlyA" | "onlyB">,
): boolean {
  const [first, second] = [a.words[0], b.words[0]];
  if (first?.at !== 0 || second?.at !== 0) return false;
  return onlyA.includes(first.key) && onlyB.includes(second.key);
}
