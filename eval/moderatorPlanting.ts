import { deniable, leadIns, months, opposites, otherWords, smallNumbers } from "./moderatorPlantedWords.ts";

export const plantedKinds = ["number", "date", "negation", "antonym"] as const;
export type PlantedKind = (typeof plantedKinds)[number];
export type PlantedLanguage = "en" | "es";

/** Two answers that say the same in other words and another order, but for one changed sentence. */
export interface PlantedPair {
  readonly kind: PlantedKind;
  readonly changed: string;
  readonly other: string;
  /** The sentence as it was and as it stands in `changed`. */
  readonly sentence: string;
  readonly planted: string;
}

/**
 * Changes one thing in one sentence of an answer and sets the answer, reworded and in another order, against it; null
 * where the answer has nothing of the kind to change. The seed chooses among the sentences; nothing is random.
 */
export function plant(
  text: string,
  kind: PlantedKind,
  language: PlantedLanguage,
  seed: number,
): PlantedPair | null {
  const lines = linesOf(text);
  const places = lines.flatMap((line, i) => line.sentences.map((sentence, j) => ({ i, j, sentence })));
  const eligible = places.flatMap((place) => {
    const planted = isStatement(place.sentence) ? change(place.sentence, kind, language, seed) : null;
    return planted !== null && planted !== place.sentence ? [{ ...place, planted }] : [];
  });
  const chosen = eligible[seed % Math.max(1, eligible.length)];
  if (!chosen) return null;
  const changed = lines.map((line, i) => ({
    ...line,
    sentences: line.sentences.map((sentence, j) =>
      i === chosen.i && j === chosen.j ? chosen.planted : sentence,
    ),
  }));
  return {
    kind,
    changed: joined(changed),
    other: reworded(text, language, seed),
    sentence: chosen.sentence,
    planted: chosen.planted,
  };
}

/** The same text with other words for the same things and its sentences and paragraphs in another order. */
export function reworded(text: string, language: PlantedLanguage, seed: number): string {
  const lines = linesOf(text).map((line) => ({
    ...line,
    sentences: rotated(
      line.sentences.map((sentence, i) => reword(sentence, language, seed + i)),
      seed,
    ),
  }));
  const [opening, ...rest] = lines;
  return opening ? joined([opening, ...rotated(rest, seed)]) : text;
}

interface Line {
  /** List mark and blanks before its sentences. */
  readonly mark: string;
  readonly sentences: readonly string[];
}

function linesOf(text: string): readonly Line[] {
  return text.split("\n").map((line) => {
    const mark = /^\s*(?:(?:[-*•]|\d+[.)])\s+|#+\s+)?/.exec(line)?.[0] ?? "";
    const body = line.slice(mark.length);
    return { mark, sentences: body === "" ? [] : body.split(/(?<=[\p{Ll}\d)"”%][.!?])\s+(?=[\p{Lu}¿¡"“])/u) };
  });
}

function joined(lines: readonly Line[]): string {
  return lines.map(({ mark, sentences }) => mark + sentences.join(" ")).join("\n");
}

function rotated<T>(items: readonly T[], seed: number): readonly T[] {
  const by = items.length < 2 ? 0 : 1 + (seed % (items.length - 1));
  return [...items.slice(by), ...items.slice(0, by)];
}

function isStatement(sentence: string): boolean {
  const words = sentence.match(/\p{L}+/gu) ?? [];
  return (
    words.length >= 5 &&
    words.length <= 45 &&
    /[.!)"”]$|[\p{L}\d]$/u.test(sentence.trim()) &&
    !/[?|`]/.test(sentence)
  );
}

function change(sentence: string, kind: PlantedKind, language: PlantedLanguage, seed: number): string | null {
  switch (kind) {
    case "number":
      return otherNumber(sentence, language, seed);
    case "date":
      return otherDate(sentence, language, seed);
    case "negation":
      return denied(sentence, language);
    case "antonym":
      return opposed(sentence, language);
  }
}

/** Numbers that are no years and no part of a name, an address, a formula or a clock time. */
function otherNumber(sentence: string, language: PlantedLanguage, seed: number): string | null {
  const digits =
    /(?<![\p{L}\d.,:/\\^_$-])(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)(?=\s+\p{L}{2}|\s?[%€°]|[.,]?$)(?!\s?[×x*/=+^])/u.exec(
      sentence,
    );
  if (digits?.[1] && !/^(?:1\d|20)\d\d$/.test(digits[1])) {
    const at = digits.index;
    return sentence.slice(0, at) + otherDigits(digits[1], seed) + sentence.slice(at + digits[1].length);
  }
  const names = smallNumbers[language];
  const word = new RegExp(`(?<!\\p{L})(${names.slice(2).join("|")})(?= \\p{Ll}{4})`, "u").exec(sentence);
  if (!word?.[1]) return null;
  const other = names[2 + ((names.indexOf(word[1]) - 2 + 3 + (seed % 4)) % (names.length - 2))];
  return other === undefined
    ? null
    : sentence.slice(0, word.index) + other + sentence.slice(word.index + word[1].length);
}

function otherDigits(form: string, seed: number): string {
  const factor = [2, 3, 1.5, 4][seed % 4] ?? 2;
  const grouped = /^\d{1,3}(?:([.,])\d{3})+$/.exec(form);
  if (grouped)
    return Math.round(Number(form.replace(/[.,]/g, "")) * factor)
      .toString()
      .replace(/\B(?=(?:\d{3})+$)/g, grouped[1] ?? ",");
  const decimal = /^(\d+)([.,])(\d+)$/.exec(form);
  if (decimal)
    return (Number(`${decimal[1]}.${decimal[3]}`) * factor)
      .toFixed(decimal[3]?.length)
      .replace(".", decimal[2] ?? ".");
  return String(Math.max(Number(form) + 1, Math.round(Number(form) * factor)));
}

function otherDate(sentence: string, language: PlantedLanguage, seed: number): string | null {
  const year = /(?<![\d.,$€-])(1[0-9]\d\d|20[0-2]\d)(?![\d.,]\d|-\d|\s?[%€])/.exec(sentence);
  if (year?.[1]) {
    const other = Number(year[1]) - 3 - (seed % 17);
    return sentence.slice(0, year.index) + String(other) + sentence.slice(year.index + 4);
  }
  const names = months[language];
  const month = new RegExp(
    `(?<!\\p{L})(${names.filter((name) => name !== "May" && name !== "March").join("|")})(?!\\p{L})`,
    "u",
  ).exec(sentence);
  if (!month?.[1]) return null;
  const other = names[(names.indexOf(month[1]) + 2 + (seed % 8)) % 12];
  return other === undefined
    ? null
    : sentence.slice(0, month.index) + other + sentence.slice(month.index + month[1].length);
}

/** Takes a "not" out where there is one, else puts one in after the first verb that bears it. */
function denied(sentence: string, language: PlantedLanguage): string | null {
  const present =
    language === "en" ? / not(?! only| just| necessarily)(?= )/ : /(?<=\s)no (?=\p{Ll})(?!sólo|solo)/u;
  if (present.test(sentence)) return sentence.replace(present, "");
  if (/\b(?:no|nor|never|without|n't|sin|nunca|ni|ningún)\b/i.test(sentence)) return null;
  const verb = new RegExp(`(?<=\\p{L}[ ])(${deniable[language].join("|")})(?= \\p{L})`, "u").exec(sentence);
  // In a condition or a question a "not" denies nothing.
  if (!verb?.[1] || /^(?:if|when|si|cuando)\b/i.test(sentence)) return null;
  const end = verb.index + verb[1].length;
  if (language === "es") return `${sentence.slice(0, verb.index)}no ${sentence.slice(verb.index)}`;
  return `${sentence.slice(0, end)} not${sentence.slice(end)}`;
}

function opposed(sentence: string, language: PlantedLanguage): string | null {
  for (const [one, other] of opposites[language]) {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const found = new RegExp(`(?<![\\p{L}-])${from}(?![\\p{L}-])`, "u").exec(sentence);
      if (!found || new RegExp(`(?<!\\p{L})${to}(?!\\p{L})`, "u").test(sentence)) continue;
      return sentence.slice(0, found.index) + to + sentence.slice(found.index + from.length);
    }
  }
  return null;
}

function reword(sentence: string, language: PlantedLanguage, seed: number): string {
  let text = sentence;
  for (const [from, to] of otherWords[language])
    text = text.replace(new RegExp(`(?<!\\p{L})${from}(?!\\p{L})`, "u"), to);
  text = otherSpelling(text, language);
  const lead = seed % 2 === 0 ? leadIns[language][(seed / 2) % leadIns[language].length] : undefined;
  const opens = /^(?:The|A|An|It|This|These|There|El|La|Los|Las|Un|Una|Este|Esta)(?= )/.exec(text)?.[0];
  return lead === undefined || opens === undefined
    ? text
    : lead + opens.toLowerCase() + text.slice(opens.length);
}

/** "three" for 3 and 3 for "three"; a phrase of time moved to the end. */
function otherSpelling(sentence: string, language: PlantedLanguage): string {
  const names = smallNumbers[language];
  const moved = /^((?:In|On|En|El)(?: el)? (?:\d{1,2}[^,.]{0,20} )?\d{4}), (\p{Lu}?\p{Ll}[^;:]*)\.$/u.exec(
    sentence,
  );
  if (moved?.[1] && moved[2] !== undefined) {
    const time = moved[1].charAt(0).toLowerCase() + moved[1].slice(1);
    return `${moved[2].charAt(0).toUpperCase()}${moved[2].slice(1)} ${time}.`;
  }
  const word = new RegExp(`(?<= )(${names.slice(3).join("|")})(?= \\p{Ll}{4})`, "u");
  return word.test(sentence)
    ? sentence.replace(word, (name) => String(names.indexOf(name)))
    : sentence.replace(/(?<= )([3-9])(?= \p{Ll}{4})/u, (digit) => names[Number(digit)] ?? digit);
}
