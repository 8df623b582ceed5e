import { editDistance } from "./editDistance.ts";
import { foldWord, pluralKey, type MessageWord } from "./messageWords.ts";
import { unitTable } from "./unitTable.ts";

/** What a number is counted in. */
export interface Unit {
  /** Canonical symbol, as in values. */
  readonly symbol: string;
  readonly dimension: string;
  /** How many of the dimension's base units it is. */
  readonly factor: number;
}

/** The unit that a profile names, by its symbol or its name; one of its own for a word that is none. */
export function unitNamed(name: string): Unit {
  const form = foldWord(name);
  return (
    unitByForm.get(form.replace("²", "2").replace("³", "3")) ??
    unitByKey.get(pluralKey(form)) ?? { symbol: name, dimension: `own:${pluralKey(form)}`, factor: 1 }
  );
}

/** The unit at a word, right behind a number, and the word after it; null when there is none. `own`: the profile's. */
export function unitAt(
  words: readonly MessageWord[],
  at: number,
  own: readonly Unit[],
): { readonly unit: Unit; readonly next: number } | null {
  const word = words[at];
  if (!word) return null;
  const after = words[at + 1];
  const { form, isGlued } = word;
  if (word.kind === "mark") {
    if (form === "'" && isGlued && after?.form === "'" && after.isGlued) return found("in", at + 2);
    if (words[at - 1]?.kind !== "number" && form !== "%") return null;
    const symbol = isGlued || form === "%" ? symbolByMark[form] : undefined;
    return symbol === undefined ? null : found(symbol, at + 1);
  }
  if (word.kind !== "word") return null;
  const power = after?.isGlued === true ? powers[after.form] : undefined;
  const raised = power === undefined ? undefined : unitByForm.get(`${form}${power}`);
  if (raised) return { unit: raised, next: at + 2 };
  // Cubic feet and the like are no lengths.
  if (power !== undefined) return null;
  const shape = shapes.get(form);
  if (shape !== undefined) return shapedUnit(shape, after, at + 2);
  if (form === "por" || form === "per")
    return /^cent|^ciento$/.test(after?.form ?? "") ? found("%", at + 2) : null;
  if (isOfTheSentence(word, after)) return null;
  const profiles = own.find(({ dimension }) => dimension === `own:${pluralKey(form)}`);
  const unit = profiles ?? unitByForm.get(form) ?? unitByKey.get(pluralKey(form)) ?? misspelled(form);
  if (!unit) return null;
  const behind = shapes.get(after?.form ?? "");
  return behind === undefined ? { unit, next: at + 1 } : shapedUnit(behind, word, at + 2);
}

/** "10 in stock", "2035 ha sido". */
function isOfTheSentence({ form, isGlued }: MessageWord, after: MessageWord | undefined): boolean {
  if (form === "in") return !isGlued;
  return form === "ha" && !isGlued && after?.kind === "word" && after.form !== "de" && after.form !== "of";
}

function found(symbol: string, next: number) {
  const unit = unitByForm.get(symbol);
  return unit ? { unit, next } : null;
}

/** "metros cuadrados", "square feet". */
function shapedUnit(power: string, word: MessageWord | undefined, next: number) {
  const form = word?.form ?? "";
  const length = unitByForm.get(form) ?? unitByKey.get(pluralKey(form));
  return length ? found(`${length.symbol}${power}`, next) : null;
}

/** One typing error in a unit's whole name: "milimetrs". */
function misspelled(form: string): Unit | undefined {
  if (form.length < 6) return undefined;
  return longNames.find(([name]) => editDistance(name, pluralKey(form), 1) === 1)?.[1];
}

const symbolByMark: Readonly<Record<string, string>> = {
  '"': "in",
  "”": "in",
  "″": "in",
  "'": "ft",
  "′": "ft",
  "%": "%",
};
const powers: Readonly<Record<string, string>> = { "2": "2", "²": "2", "3": "3", "³": "3" };
const shapes = new Map([
  ["cuadrado", "2"],
  ["cuadrados", "2"],
  ["square", "2"],
  ["sq", "2"],
  ["cubico", "3"],
  ["cubicos", "3"],
  ["cubic", "3"],
]);

const unitByForm = new Map<string, Unit>();
const unitByKey = new Map<string, Unit>();
const longNames: (readonly [string, Unit])[] = [];
for (const [dimension, units] of Object.entries(unitTable)) {
  for (const [factor, forms] of units) {
    const [symbol = "", ...names] = forms.split(" ");
    const unit = { symbol, dimension, factor };
    for (const form of [symbol, ...names]) unitByForm.set(form, unit);
    for (const name of [symbol, ...names].filter((each) => /^[a-z]{3,}$/.test(each))) {
      unitByKey.set(pluralKey(name), unit);
      if (name.length > 5) longNames.push([pluralKey(name), unit]);
    }
  }
}
