import type { PersonKind } from "./entityKind.ts";
import type { FoundInWords } from "./foundInWords.ts";
import type { MessageWord } from "./messageWords.ts";
import { isCommonWord, isEvasion, isGivenName, isSmallWord } from "./words/commonWords.ts";

/** A name without the kind that it is of. */
type SaidName = Omit<FoundInWords, "name">;

/**
 * Names that people give as their own: behind "me llamo", "mi nombre es", "my name is" whatever follows; behind "soy",
 * "habla", "I'm", "this is" only what is no everyday word ("soy arquitecto") and is capitalised or a frequent name; right
 * before a phone a frequent name with a surname. When a name was asked for, also a part of the message that can be nothing
 * but a name: "Ana, 099 123 456".
 */
export function findPersons(
  words: readonly MessageWord[],
  text: string,
  { name }: PersonKind,
  { isAsked, phones }: { readonly isAsked: boolean; readonly phones: readonly { readonly start: number }[] },
): FoundInWords[] {
  const found: SaidName[] = [];
  for (let at = 0; at < words.length; at++) {
    const cue = cueAt(words, at);
    const person = cue && nameAt(words, text, cue.next, cue.isPlain);
    if (!person || (person.score < 0.9 && !isAsked)) continue;
    found.push(person);
    at = person.next - 1;
  }
  for (const { start } of phones) {
    const at = words.findIndex((word) => word.start >= start);
    const person = beforePhone(words, text, at);
    if (person && !found.some(({ first, next }) => person.first < next && first < person.next))
      found.push(person);
  }
  const names = found.length > 0 || !isAsked ? found : bareNames(words, text);
  return names.map((each) => ({ ...each, name }));
}

const plainCues = [
  "me llamo",
  "mi nombre es",
  "mi nombre",
  "nombre",
  "a nombre de",
  "my name is",
  "my name",
  "name is",
  "name",
  "call me",
];
const vagueCues = [
  "soy",
  "aqui",
  "habla",
  "te habla",
  "le habla",
  "escribe",
  "te escribe",
  "le escribe",
  "saluda",
  "i ' m",
  "i am",
  "im",
  "this is",
  "it ' s",
];
const cues = new Map<string, boolean>([
  ...plainCues.map((cue) => [cue, true] as const),
  ...vagueCues.map((cue) => [cue, false] as const),
]);

const cueStarts = new Set([...cues.keys()].map((cue) => cue.split(" ", 1)[0]));

function cueAt(words: readonly MessageWord[], at: number) {
  if (!cueStarts.has(words[at]?.form)) return null;
  for (const length of [3, 2, 1]) {
    const phrase = words.slice(at, at + length).map(({ form }) => (form === "’" ? "'" : form));
    const isPlain = cues.get(phrase.join(" "));
    if (isPlain === undefined || phrase.length < length) continue;
    let next = at + length;
    while (/^[:=]$/.test(words[next]?.form ?? "")) next++;
    // "El nombre del producto", "tu nombre": of something else.
    if (length === 1 && isPlain && next === at + 1 && words[next]?.isCapitalised !== true) return null;
    return { next, isPlain };
  }
  return null;
}

const titles = new Set(["sr", "sra", "don", "dona", "dr", "dra", "ing", "arq", "mr", "mrs", "ms"]);
const particles = new Set("de del la las los da dos di van von san mac o d ' -".split(" "));

function nameAt(
  words: readonly MessageWord[],
  text: string,
  from: number,
  isPlain: boolean,
): SaidName | null {
  let first = from;
  if (/^(?:el|la)$/.test(words[first]?.form ?? "") && titles.has(words[first + 1]?.form ?? "")) first++;
  if (titles.has(words[first]?.form ?? "")) {
    first++;
    if (words[first]?.form === ".") first++;
  }
  let next = first;
  let parts = 0;
  for (let at = first; at < words.length && parts < 4; at++) {
    const word = words[at];
    if (!word || !isNamePart(word, parts, isPlain, next > first && words[first]?.isCapitalised === true)) {
      if (parts > 0 && word && isLink(word, words[at + 1], isPlain)) continue;
      break;
    }
    parts++;
    next = at + 1;
  }
  const [one, last] = [words[first], words[next - 1]];
  if (parts === 0 || !one || !last) return null;
  const score = isPlain ? 1 : one.isCapitalised || isGivenName(one.form) ? 0.9 : 0.7;
  return { value: nameOf(text.slice(one.start, last.end)), first, next, score };
}

/** De los Santos, O'Hara, Ana-María. "Soy Ana de Salto" tells a place, "me llamo Ana de León" a name. */
function isLink({ form }: MessageWord, next: MessageWord | undefined, isPlain: boolean): boolean {
  if (form === "de" && !isPlain && !/^(?:la|las|los)$/.test(next?.form ?? "")) return false;
  return particles.has(form) && (next?.kind === "word" || (form.length === 1 && next?.form === "'"));
}

/** The first part is let in more easily than what follows it, where the sentence may go on. */
function isNamePart(word: MessageWord, parts: number, isPlain: boolean, isCapitalName: boolean): boolean {
  if (word.kind !== "word" || word.form.length < 2) return false;
  if (isGivenName(word.form)) return true;
  if (isSmallWord(word.form) || isEvasion(word.form)) return false;
  if (isCapitalName && !word.isCapitalised) return false;
  if (isPlain && parts === 0) return word.isCapitalised || !isCommonWord(word.form);
  return word.isCapitalised && parts > 0 ? true : !isCommonWord(word.form);
}

/** The first part of a message, between marks and numbers, that is a name: "es Juan Pérez y mi teléfono es". */
function bareNames(words: readonly MessageWord[], text: string): SaidName[] {
  for (let first = 0; first < words.length;) {
    let end = first;
    while (words[end]?.kind === "word") end++;
    const person = bareName(words, text, words[first]?.form === "es" ? first + 1 : first, end);
    if (person) return [person];
    first = Math.max(end, first + 1);
  }
  return [];
}

/** A frequent given name may be followed by more; any other must be all there is and no everyday word. */
function bareName(words: readonly MessageWord[], text: string, first: number, end: number): SaidName | null {
  const form = words[first]?.form ?? "";
  const isGiven = isGivenName(form);
  if (first >= end || !(isGiven || (form.length > 3 && !isCommonWord(form)))) return null;
  const person = nameAt(words, text, first, true);
  if (!person || person.first !== first) return null;
  const isWhole = person.next === end;
  if (!isWhole && !(isGiven && followers.has(words[person.next]?.form ?? ""))) return null;
  return { ...person, score: isGiven ? 0.8 : 0.6 };
}

/** "Juan Pérez, cel 099 123 456": four words at most, of which the first is a frequent given name. */
function beforePhone(words: readonly MessageWord[], text: string, phone: number): SaidName | null {
  let end = phone;
  for (let steps = 0; steps < 4 && isLead(words[end - 1]); steps++) end--;
  for (let first = Math.max(0, end - 4); first < end - 1; first++) {
    const person = isGivenName(words[first]?.form ?? "") ? nameAt(words, text, first, false) : null;
    if (person?.first === first && person.next === end) return { ...person, score: 0.75 };
  }
  return null;
}

function isLead(word: MessageWord | undefined): boolean {
  return /^(?:[-–,:(+.]|y|mi|my|and|tel|telefono|cel|celular|movil|phone|mobile|cell|whatsapp|wsp)$/.test(
    word?.form ?? "",
  );
}

const followers = new Set(
  "y e and mi my tel telefono cel celular phone mail email correo de from".split(" "),
);

/** `juan pérez` and `JUAN PÉREZ` as Juan Pérez; a name that has both cases already stays. */
function nameOf(written: string): string {
  const name = written.replace(/\s+/g, " ");
  if (/\p{Ll}/u.test(name) && /\p{Lu}/u.test(name)) return name;
  return name
    .toLowerCase()
    .replace(/\p{L}[\p{L}\p{M}]*/gu, (word, at: number) =>
      at > 0 && word.length > 1 && particles.has(word)
        ? word
        : `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
    );
}
