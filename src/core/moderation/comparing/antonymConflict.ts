import type { Alignment } from "./alignment.ts";
import type { NamedWord, Reader, Reading } from "./reading.ts";

type AntonymReader = Pick<Reader, "opposes" | "opposesFirmly" | "hasOpposites" | "isGeneric" | "aspectsOf">;

/** Whether the claims say opposite words of the same thing, with as many denials on either side. */
export function isOpposed(reader: AntonymReader, a: Reading, b: Reading, alignment: Alignment): boolean {
  const { isDirect, closeness, mutual } = alignment;
  if (isDirect && a.opening !== null && a.opening === b.opening) return false;
  if (isDirect ? closeness < 0.3 : !isCloseEnough(alignment)) return false;
  const opposes = isDirect || mutual >= 0.7 ? reader.opposes : reader.opposesFirmly;
  const pairs = oppositesOf(reader.hasOpposites, opposes, a.placed, b.placed);
  return !isTurnedAbout(pairs) && pairs.some((pair) => contradicts(reader, a, b, pair, alignment));
}

interface Opposites {
  readonly one: NamedWord;
  readonly other: NamedWord;
}

function oppositesOf(
  hasOpposites: (word: string) => boolean,
  opposes: (a: string, b: string) => boolean,
  wordsA: readonly NamedWord[],
  wordsB: readonly NamedWord[],
): readonly Opposites[] {
  const likelyA = wordsA.filter(({ name }) => hasOpposites(name));
  const likelyB = new Set(wordsB.filter(({ name }) => hasOpposites(name)));
  return wordsA.flatMap((one) =>
    (likelyA.includes(one) ? wordsB : [...likelyB])
      .filter(({ name }) => opposes(one.name, name))
      .map((other) => ({ one, other })),
  );
}

/** "Rich in high places, poor in low ones" turns two words about and says the same. */
function isTurnedAbout(pairs: readonly Opposites[]): boolean {
  const distinct = (places: readonly number[]) => new Set(places).size;
  return distinct(pairs.map(({ one }) => one.at)) === 2 && distinct(pairs.map(({ other }) => other.at)) === 2;
}

function contradicts(
  reader: AntonymReader,
  a: Reading,
  b: Reading,
  { one, other }: Opposites,
  alignment: Alignment,
): boolean {
  if (isInCondition(a, one.at) || isInCondition(b, other.at)) return false;
  if (isEvent(reader, one.name, other.name) && hasDate(a) && hasDate(b)) return false;
  if (isDenied(a, one.at) !== isDenied(b, other.at)) return false;
  const joint = adjacent(a, one.at).filter((key) => adjacent(b, other.at).includes(key));
  if (weighsBoth(reader, a, one.name, other.name, joint)) return false;
  if (weighsBoth(reader, b, other.name, one.name, joint)) return false;
  const isLoose = !alignment.isDirect && alignment.mutual < 0.6;
  if (isLoose && !joint.some((key) => !reader.isGeneric(key))) return false;
  return isOfOneThing(reader, a, b, [one.at, other.at], alignment);
}

/** A claim that weighs both ("hot or cold") takes no side, where it says both of the same. */
function weighsBoth(
  { opposes }: AntonymReader,
  { placed, words, tokens }: Reading,
  own: string,
  its: string,
  joint: readonly string[],
): boolean {
  return placed.some(({ name, at }) => {
    if (name !== its && (name === own || !opposes(name, own))) return false;
    const from = placed.find((word) => word.name === own)?.at ?? at;
    const between = tokens.slice(Math.min(from, at), Math.max(from, at));
    if (between.some(({ form }) => contrast.test(form))) return true;
    return joint.length === 0 || adjacent({ words }, at).some((key) => joint.includes(key));
  });
}

/** "Slower to start but faster afterwards". */
const contrast = /^(?:but|although|though|while|whereas|then|pero|aunque|mientras|luego|despues)$/;

function isCloseEnough({ arePartners, closeness, mutual, weight }: Alignment): boolean {
  return arePartners
    ? closeness >= 0.5 && mutual >= 0.4 && weight >= 1.25
    : closeness >= 0.65 && mutual >= 0.5 && weight >= 2;
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
function adjacent({ words }: Pick<Reading, "words">, at: number): readonly string[] {
  const neighbours = [words.findLast((word) => word.at < at), words.find((word) => word.at > at)];
  return neighbours.flatMap((word) => (word && Math.abs(word.at - at) <= 4 ? [word.key] : []));
}

/** Two words of content on either side. */
function nearby({ words }: Reading, at: number): readonly string[] {
  const before = words.filter((word) => word.at < at && at - word.at <= 6).slice(-2);
  const after = words.filter((word) => word.at > at && word.at - at <= 6).slice(0, 2);
  return [...before, ...after].map(({ key }) => key);
}
