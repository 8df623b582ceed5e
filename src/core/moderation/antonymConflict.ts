import type { Alignment } from "./alignment.ts";
import type { Reader, Reading } from "./reading.ts";

type AntonymReader = Pick<Reader, "opposes" | "isGeneric" | "aspectsOf">;

/** Whether the claims say opposite words of the same thing, with as many denials on either side. */
export function isOpposed(reader: AntonymReader, a: Reading, b: Reading, alignment: Alignment): boolean {
  const { isDirect, closeness, mutual, weight } = alignment;
  if (isDirect && a.opening !== null && a.opening === b.opening && mutual < nearlySame) return false;
  if (isDirect ? closeness < 0.3 : closeness < 0.6 || mutual < leastMutual || weight < 1.5) return false;
  const [wordsA, wordsB] = [placedWords(a), placedWords(b)];
  const [namesA, namesB] = [new Set(wordsA.map(({ name }) => name)), new Set(wordsB.map(({ name }) => name))];
  const opposed = wordsA
    .filter(({ name }) => !namesB.has(name))
    .flatMap((one) =>
      wordsB
        .filter(({ name }) => !namesA.has(name) && reader.opposes(one.name, name))
        .map((other) => ({ one, other })),
    );
  // "Rich in high places, poor in low ones" turns two words about and says the same.
  if (
    new Set(opposed.map(({ one }) => one.at)).size === 2 &&
    new Set(opposed.map(({ other }) => other.at)).size === 2
  )
    return false;
  return opposed.some(({ one, other }) => {
    if (isInCondition(a, one.at) || isInCondition(b, other.at)) return false;
    if (holdsBoth(reader, namesA, one.name) || holdsBoth(reader, namesB, other.name)) return false;
    if (isEvent(reader, one.name, other.name) && hasDate(a) && hasDate(b)) return false;
    if (isDenied(a, one.at) !== isDenied(b, other.at)) return false;
    return isOfOneThing(reader, a, b, [one.at, other.at], alignment);
  });
}

const leastMutual = 0.5;
/** Two that both say yes differ only where they say nearly the same. */
const nearlySame = 0.7;

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

/** A claim that weighs both ("hot or cold") takes no side. */
function holdsBoth({ opposes }: AntonymReader, names: ReadonlySet<string>, name: string): boolean {
  for (const other of names) if (other !== name && opposes(name, other)) return true;
  return false;
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

/** Two words of content on either side. */
function nearby({ words }: Reading, at: number): readonly string[] {
  const before = words.filter((word) => word.at < at && at - word.at <= 6).slice(-2);
  const after = words.filter((word) => word.at > at && word.at - at <= 6).slice(0, 2);
  return [...before, ...after].map(({ key }) => key);
}
