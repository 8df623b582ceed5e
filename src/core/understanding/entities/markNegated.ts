import type { FoundEntity } from "./findEntities.ts";
import type { FoundInWords } from "./foundInWords.ts";
import type { MessageWord } from "./messageWords.ts";

type Span = Pick<FoundInWords, "name" | "first" | "next">;

/**
 * Marks what is named as not wanted: "no quiero isowall", "blanco no", "gris en vez de blanco", and the first of "cambiá
 * isodec por isopanel". What is asked about is wanted: "¿no tienen gris?". `deniable`: names of the kinds it is said of.
 */
export function markNegated(
  found: readonly FoundEntity[],
  words: readonly MessageWord[],
  deniable: ReadonlySet<string>,
): FoundEntity[] {
  const wordByStart = new Map(words.map(({ start }, at) => [start, at]));
  const spanOf = ({ name, start, end }: FoundEntity): Span => {
    const first = wordByStart.get(start) ?? 0;
    let next = first + 1;
    while ((words[next]?.start ?? end) < end) next++;
    return { name, first, next };
  };
  let end = -1;
  return found.map((entity, place) => {
    const [span, after] = [spanOf(entity), found[place + 1]];
    // Of "no quiero isodec de 100 mm" nothing is wanted.
    const isSame = end >= 0 && words.slice(end, span.first).every(({ form }) => joints.has(form));
    const isNot = deniable.has(entity.name) && (isSame || isDenied(words, span));
    end = isNot ? span.next : -1;
    return isNot || (after && isReplaced(words, span, spanOf(after)))
      ? { ...entity, isNegated: true }
      : entity;
  });
}

/** Whether words `first` to `next` are said not to be: "no es 100", "100 no". */
export function isDenied(words: readonly MessageWord[], { first, next }: Omit<Span, "name">): boolean {
  return isNegator(words, wayBack(words, first) - 1) || isRefused(words, next);
}

/** What joins parts of one thing: "isodec de 100 mm", "10 x 5". */
const joints = new Set(["de", "of", "color", "x", "×", "*"]);

/** The first of the words before an entity that only lead to it: "me gusta el", "want the". */
function wayBack(words: readonly MessageWord[], first: number): number {
  let at = first;
  for (let steps = 0; steps < 6 && leads.has(words[at - 1]?.form ?? ""); steps++) at--;
  return at;
}

const leads = new Set(
  (
    "de del el la los las lo le un una unos unas en con color me te gusta gustan convence convencen sirve quiero queria quieras " +
    "necesito es son era sea soy llamo the a an any in with of want like love need is am be it for to mi my"
  ).split(" "),
);

function isNegator(words: readonly MessageWord[], at: number): boolean {
  const form = (step: number) => words[at + step]?.form ?? "";
  if (negators.has(form(0))) return true;
  if (form(0) === "t" && /^['’]$/.test(form(-1)) && form(-2).endsWith("n")) return true;
  // "En vez de" and "en lugar de", of which "de" leads to what follows.
  return (form(0) === "vez" || form(0) === "lugar") && form(-1) === "en";
}

const negators = new Set(
  "no sin tampoco ni nunca jamas excepto salvo not without never nor except instead dont isnt doesnt cannot".split(
    " ",
  ),
);

/** "Isowall no", "el blanco no me gusta"; "es blanco, ¿no?" asks. */
function isRefused(words: readonly MessageWord[], next: number): boolean {
  if (words[next]?.form !== "no") return false;
  const [after, verb] = [words[next + 1], words[next + 2]?.form ?? ""];
  if (!after) return true;
  if (after.kind === "mark") return /^[.,;!)]$/.test(after.form);
  return wishes.test(/^(?:me|nos|l[oa]s?)$/.test(after.form) ? verb : after.form);
}

const wishes = /^(?:quier|quer|gust|conven|sirv|interes|necesit|gracias|thank|va$)/;

/** "Cambiá X por Y", "replace X with Y", "change from X to Y", where Y is of the same kind. */
function isReplaced(words: readonly MessageWord[], span: Span, other: Span): boolean {
  if (other.name !== span.name) return false;
  let at = span.first - 1;
  for (let steps = 0; steps < 5 && (leads.has(words[at]?.form ?? "") || words[at]?.form === "from"); steps++)
    at--;
  if (!changes.test(words[at]?.form ?? "")) return false;
  const between = words.slice(span.next, other.first);
  return replacers.has(between[0]?.form ?? "") && between.slice(1).every(({ form }) => leads.has(form));
}

const changes = /^(?:cambi|reempla|sustitu|replac|chang|swap|switch)[a-z]*$/;
const replacers = new Set("por con a by with for to".split(" "));
