import type { Alignment } from "./alignment.ts";
import type { Negation } from "./negation.ts";
import type { Reader, Reading } from "./reading.ts";

type NegationReader = Pick<Reader, "isGeneric" | "opposes">;

/** Whether one claim denies what the other one says of the same thing. */
export function isNegated(reader: NegationReader, a: Reading, b: Reading, alignment: Alignment): boolean {
  const { isDirect, closeness, mutual, weight } = alignment;
  if (isDirect && a.opening !== null && a.opening === b.opening && mutual < nearlySame) return false;
  const isClose = isDirect ? closeness >= 0.3 : closeness >= 0.6 && mutual >= leastMutual && weight >= 1.5;
  return isClose && (denies(reader, a, b, alignment) || denies(reader, b, a, alignment));
}

const leastMutual = 0.45;
/** Two that both say yes differ only where they say nearly the same. */
const nearlySame = 0.7;

function denies(reader: NegationReader, denier: Reading, other: Reading, alignment: Alignment): boolean {
  return denier.negations.some((negation) => {
    if (other.negations.some((its) => isAlike(reader, negation, its, alignment))) return false;
    if (negation.heads.some((head) => [...other.keys].some((key) => reader.opposes(head, key)))) return false;
    switch (negation.reach) {
      case "weak":
        return other.tokens.some(({ form }) => universal.test(form)) || isWholeYes(other, alignment);
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
  });
}

function deniesHead(
  { isGeneric, opposes }: NegationReader,
  { heads, reach }: Negation,
  other: Reading,
  { isDirect, asked, mutual }: Alignment,
): boolean {
  const isAffirmed = (key: string) =>
    holds(other, key) && !other.negations.some((its) => its.heads.includes(key));
  const telling = heads.filter((key) => !isGeneric(key));
  if (telling.some(isAffirmed)) return true;
  if (telling.length === 0) return mutual >= 0.7 && heads.some(isAffirmed);
  if (!isDirect || reach === "lack" || other.negations.length > 0) return false;
  // What the question takes for granted is affirmed by whoever goes along with it.
  return telling.some((key) => asked.has(key) && ![...other.keys].some((its) => opposes(key, its)));
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
  const isEmpty = ({ heads }: Negation) => heads.every((key) => isGeneric(key) || asked.has(key));
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

function isWholeYes({ opening }: Reading, { isDirect }: Alignment): boolean {
  return isDirect && opening === "yes";
}

/** "May", "some": less than what "nothing" denies. */
function isHedged({ tokens }: Reading): boolean {
  return tokens.some(({ form }) =>
    /^(?:may|might|could|can|puede|pueden|podria|podrian|quiza|quizas|some|algun[ao]s?)$/.test(form),
  );
}

const universal = /^(?:always|all|every|everyone|entirely|completely|siempre|tod[oa]s?|completamente)$/;
