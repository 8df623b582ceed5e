import type { Alignment } from "./alignment.ts";
import type { Reader, Reading } from "./reading.ts";

type AntonymReader = Pick<Reader, "opposes" | "isGeneric" | "aspectsOf">;

/** Whether the claims say opposite words of the same thing, with as many denials on either side. */
export function isOpposed(reader: AntonymReader, a: Reading, b: Reading, alignment: Alignment): boolean {
  const { isDirect, closeness } = alignment;
  if (isDirect && a.opening !== null && a.opening === b.opening) return false;
  if (isDirect ? closeness < 0.3 : !isCloseEnough(alignment)) return false;
  const [wordsA, wordsB] = [placedWords(a), placedWords(b)];
  const opposed = wordsA.flatMap((one) =>
    wordsB.filter(({ name }) => reader.opposes(one.name, name)).map((other) => ({ one, other })),
  );
  // "Rich in high places, poor in low ones" turns two words about and says the same.
  if (
    new Set(opposed.map(({ one }) => one.at)).size === 2 &&
    new Set(opposed.map(({ other }) => other.at)).size === 2
  )
    return false;
  return opposed.some(({ one, other }) => {
    if (isInCondition(a, one.at) || isInCondition(b, other.at)) return false;
    if (isEvent(reader, one.name, other.name) && hasDate(a) && hasDate(b)) return false;
    if (isDenied(a, one.at) !== isDenied(b, other.at)) return false;
    const joint = adjacent(a, one.at).filter((key) => adjacent(b, other.at).includes(key));
    const isBoth = (reading: Reading, words: readonly PlacedWord[], own: string, its: string) =>
      words.some(
        ({ name, at }) =>
          (name === its || (name !== own && reader.opposes(name, own))) &&
          (joint.length === 0 || adjacent(reading, at).some((key) => joint.includes(key))),
      );
    // A claim that weighs both ("hot or cold") takes no side.
    if (isBoth(a, wordsA, one.name, other.name) || isBoth(b, wordsB, other.name, one.name)) return false;
    return isOfOneThing(reader, a, b, [one.at, other.at], alignment);
  });
}

function isCloseEnough({ arePartners, closeness, mutual, weight }: Alignment): boolean {
  return arePartners
    ? closeness >= 0.45 && mutual >= 0.3 && weight >= 1
    : closeness >= 0.6 && mutual >= 0.5 && weight >= 1.5;
}

/** What began in one year and ended in another did both. */
function isEvent({ aspectsOf }: AntonymReader, one: string, other: string): boolean {
  return aspectsOf([one]).size > 0 && aspectsOf([other]).size > 0;
}

function hasDate({ quantities }: Reading): boolean {
  return quantities.dates.length > 0;
}

/** "If it is too thick, …" says nothing of how thick it is. */
function isInCondition({ tokens }: Reading, at: number): boolean {
  for (let i = at; i >= 0; i--) {
    const form = tokens[i]?.form ?? "";
    if (/^(?:if|unless|when|whenever|si|cuando|depending|whether)$/.test(form)) return true;
    if (/^[,;.:()]$/.test(form)) return false;
  }
  return false;
}

interface PlacedWord {
  /** Its key, or its form where it is a function word. */
  readonly name: string;
  readonly at: number;
}

function placedWords({ tokens, words }: Reading): readonly PlacedWord[] {
  const keyByPlace = new Map(words.map(({ at, key }) => [at, key]));
  return tokens.flatMap(({ kind, form }, at) =>
    kind === "word" ? [{ name: keyByPlace.get(at) ?? form, at }] : [],
  );
}

function isDenied({ negations }: Reading, at: number): boolean {
  return negations.some(
    ({ scope, reach }) =>
      reach === "whole" || (reach !== "weak" && at >= scope[0] && at < Math.min(scope[1], scope[0] + 5)),
  );
}

/** The words next to both, or what is asked for, show that the same is spoken of. */
function isOfOneThing(
  { isGeneric }: AntonymReader,
  a: Reading,
  b: Reading,
  [atA, atB]: readonly [number, number],
  { asked, isDirect, mutual }: Alignment,
): boolean {
  const [nearA, nearB] = [nearby(a, atA), nearby(b, atB)];
  const common = nearA.filter((key) => nearB.includes(key));
  if (common.some((key) => !isGeneric(key))) return true;
  if (isDirect)
    return nearA.length + nearB.length === 0 || [...nearA, ...nearB].some((key) => asked.has(key));
  return mutual >= 0.75;
}

/** The words of content right before and after. */
function adjacent({ words }: Reading, at: number): readonly string[] {
  const neighbours = [words.findLast((word) => word.at < at), words.find((word) => word.at > at)];
  return neighbours.flatMap((word) => (word && Math.abs(word.at - at) <= 4 ? [word.key] : []));
}

/** Two words of content on either side. */
function nearby({ words }: Reading, at: number): readonly string[] {
  const before = words.filter((word) => word.at < at && at - word.at <= 6).slice(-2);
  const after = words.filter((word) => word.at > at && word.at - at <= 6).slice(0, 2);
  return [...before, ...after].map(({ key }) => key);
}
