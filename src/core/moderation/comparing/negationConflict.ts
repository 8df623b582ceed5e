import type { Alignment } from "./alignment.ts";
import type { Negation } from "../words/negation.ts";
import type { Reader, Reading } from "./reading.ts";

type NegationReader = Pick<Reader, "isGeneric" | "opposes">;

/** Whether one claim denies what the other one says of the same thing. */
export function isNegated(reader: NegationReader, a: Reading, b: Reading, alignment: Alignment): boolean {
  const { isDirect, closeness } = alignment;
  if (isDirect && a.opening !== null && a.opening === b.opening) return false;
  const isClose = isDirect ? closeness >= 0.3 : isCloseEnough(alignment);
  return isClose && (denies(reader, a, b, alignment) || denies(reader, b, a, alignment));
}

function isCloseEnough({ arePartners, closeness, mutual, weight }: Alignment): boolean {
  return arePartners
    ? closeness >= 0.6 && mutual >= 0.45 && weight >= 1.5
    : closeness >= 0.65 && mutual >= 0.5 && weight >= 2;
}

function denies(reader: NegationReader, denier: Reading, other: Reading, alignment: Alignment): boolean {
  return denier.negations.some((negation) => {
    if (other.negations.some((its) => isAlike(reader, negation, its, alignment))) return false;
    if (negation.heads.some((head) => [...other.keys].some((key) => reader.opposes(head, key)))) return false;
    return isRefuted(reader, negation, { denier, other }, alignment);
  });
}

/** Whether what the negation denies is what the other claim says. */
function isRefuted(
  reader: NegationReader,
  negation: Negation,
  { denier, other }: { denier: Reading; other: Reading },
  alignment: Alignment,
): boolean {
  switch (negation.reach) {
    case "weak":
      return other.tokens.some(({ form }) => universal.test(form)) || isWholeYes(denier, other, alignment);
    case "few":
      return false;
    case "whole":
      return other.negations.length === 0 && (alignment.isDirect || alignment.mutual >= 0.6);
    case "none":
      return alignment.isDirect ? !isHedged(other) : deniesHead(reader, negation, other, alignment);
    case "part":
    case "lack":
      return deniesHead(reader, negation, other, alignment);
  }
}

function deniesHead(
  { isGeneric, opposes }: NegationReader,
  { heads, reach, clause }: Negation,
  other: Reading,
  { isDirect, arePartners, asked, mutual }: Alignment,
): boolean {
  const isAffirmed = (key: string) =>
    holds(other, key) &&
    !other.negations.some((its) => its.heads.includes(key)) &&
    (isDirect || isAffirmedInClause(other, key, clause));
  const telling = heads.filter((key) => !isGeneric(key));
  const [first, second] = telling;
  const isTight = isDirect || arePartners || mutual >= 0.65;
  if (first !== undefined && isAffirmed(first) && (isDirect || reach !== "lack" || mutual >= 0.6))
    return true;
  if (second !== undefined && isAffirmed(second) && isTight) return true;
  if (telling.length === 0) return mutual >= 0.7 && heads.some(isAffirmed);
  if (!isDirect || reach === "lack" || other.negations.length > 0) return false;
  const deniesAsked = [...other.keys].some(
    (its) => !asked.has(its) && [...asked].some((key) => opposes(key, its)),
  );
  if (deniesAsked) return false;
  // What the question takes for granted is affirmed by whoever goes along with it.
  return telling.some((key) => asked.has(key));
}

/** The word stands in a clause that has another word in common with the one that denies it, or says nothing else. */
function isAffirmedInClause({ words, clauses }: Reading, key: string, clause: ReadonlySet<string>): boolean {
  return words.some((word) => {
    if (word.key !== key && !word.key.startsWith(key)) return false;
    const own = words.filter(({ at }) => clauses[at] === clauses[word.at] && at !== word.at);
    return own.length === 0 || clause.size <= 1 || own.some((its) => its.key !== key && clause.has(its.key));
  });
}

function holds({ keys }: Reading, key: string): boolean {
  if (keys.has(key)) return true;
  return (
    key.length >= 5 && [...keys].some((other) => other.startsWith(key) && other.length - key.length <= 3)
  );
}

/** The other one denies it too, or as much of it. */
function isAlike(
  { isGeneric }: NegationReader,
  one: Negation,
  other: Negation,
  { isDirect, asked }: Alignment,
): boolean {
  if (one.reach === "whole" || other.reach === "whole") return true;
  const isEmpty = ({ heads }: Negation) =>
    heads.every((key) => isGeneric(key) || asked.has(key)) ||
    heads.some((key) => asked.has(key) || eventless.has(key));
  if (one.reach === "none" || other.reach === "none") return !isDirect || (isEmpty(one) && isEmpty(other));
  if ((one.reach === "lack") !== (other.reach === "lack")) return one.heads[0] === other.heads[0];
  if (isDirect && isEmpty(one) && isEmpty(other)) return true;
  return (
    one.heads.some((key) => other.bears.has(key)) ||
    other.heads.some((key) => one.bears.has(key)) ||
    one.heads.length === 0 ||
    other.heads.length === 0
  );
}

function isWholeYes(denier: Reading, other: Reading, { isDirect }: Alignment): boolean {
  return isDirect && other.opening === "yes" && denier.opening !== "yes";
}

/** "It would not change": as much as "nothing would happen". Stems. */
const eventless = new Set([
  "chang",
  "affect",
  "effect",
  "matter",
  "differ",
  "impact",
  "happ",
  "cambi",
  "afect",
  "efect",
  "import",
  "pas",
]);

/** "May", "some": less than what "nothing" denies. */
export function isHedged({ tokens }: Reading): boolean {
  return tokens.some(({ form }) =>
    /^(?:may|might|could|can|puede|pueden|podria|podrian|quiza|quizas|some|algun[ao]s?)$/.test(form),
  );
}

const universal = /^(?:always|all|every|everyone|entirely|completely|siempre|tod[oa]s?|completamente)$/;
