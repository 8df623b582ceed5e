import { quantitiesOf } from "../words/quantities.ts";
import { withoutMarks } from "./statements.ts";
import { tokensOf } from "../words/tokens.ts";

/** What sentences put different figures or dates for. */
export interface Difference {
  readonly isDate: boolean;
  /** One of each sentence, as written; `["10", "12 años"]` where the unit is the same. */
  readonly options: readonly string[];
}

/** The first kind of figure in which all sentences differ from each other; null where there is none. */
export function differenceOf(texts: readonly string[], isSpanish: boolean): Difference | null {
  const measures = texts.map((text) => measuresIn(withoutMarks(text), isSpanish));
  for (const { dimension } of measures[0] ?? []) {
    const own = measures.flatMap(
      (mine) => mine.find((measure) => isOwn(measure, dimension, measures, mine)) ?? [],
    );
    const values = new Set(own.map(({ value }) => value));
    if (own.length !== texts.length || values.size !== own.length) continue;
    const options = spelled(own);
    const isDate = dimension === "date";
    if (!isDate || isAlike(options))
      return { isDate, options: isAlike(options) ? withOneUnit(options) : options };
  }
  return null;
}

interface Measure {
  readonly text: string;
  /** What it measures; figures of different dimensions are not compared. */
  readonly dimension: string;
  readonly value: string;
  /** What is counted, word by word, as written behind the text. */
  readonly things: readonly string[];
}

function isOwn(
  { dimension, value }: Measure,
  wanted: string,
  all: readonly (readonly Measure[])[],
  mine: readonly Measure[],
): boolean {
  const isElsewhere = all.some(
    (theirs) => theirs !== mine && theirs.some((measure) => measure.value === value),
  );
  return dimension === wanted && !isElsewhere;
}

function measuresIn(text: string, isSpanish: boolean): readonly Measure[] {
  const tokens = tokensOf(text);
  const { amounts, dates } = quantitiesOf(tokens, isSpanish);
  const slice = (first: number, next: number) => {
    const end = tokens[next - 1]?.end ?? 0;
    const joined = /^-\p{L}+/u.exec(text.slice(end))?.[0] ?? "";
    return text.slice(tokens[first]?.start ?? 0, end) + joined;
  };
  const dated = dates.map(({ first, next, ...date }) => ({
    at: first,
    text: slice(first, next),
    dimension: "date",
    value: JSON.stringify(date),
    things: [],
  }));
  const measured = amounts.map(({ first, next, dimension, things, ranges }) => {
    const sign = /^[$€£¥]$/.test(tokens[first - 1]?.form ?? "") ? 1 : 0;
    const counted = dimension === "count" ? things : [];
    const ends = counted.map((thing) => tokens.findIndex(({ form }, at) => at >= next && form === thing));
    return {
      at: first,
      text: slice(first - sign, next),
      dimension: `${dimension} ${counted[0] ?? ""}`.trim(),
      value: JSON.stringify(ranges),
      things: ends.map((end, i) => slice(i === 0 ? next : (ends[i - 1] ?? next) + 1, end + 1)),
    };
  });
  return [...dated, ...measured].toSorted((a, b) => a.at - b.at);
}

/** With what is counted: its first word, and further ones as far as all share them and nothing short parts them. */
function spelled(measures: readonly Measure[]): readonly string[] {
  const [first] = measures;
  const further = first?.things.slice(1) ?? [];
  const end = further.findIndex(
    (thing, i) => /\s|^.{1,3}$/.test(thing) || measures.some(({ things }) => things[i + 1] !== thing),
  );
  const words = 1 + (end < 0 ? further.length : end);
  return measures.map(({ text, things }) => [text, ...things.slice(0, words)].join(" "));
}

/** All of them days, or years, or ranges, or single figures; a year is no choice beside a day. */
function isAlike(options: readonly string[]): boolean {
  return new Set(options.map((option) => option.match(figure)?.length ?? 1)).size === 1;
}

const figure = /\p{N}+(?:[.,:]\p{N}+)*/gu;

/** The words that all end in, behind the last alone: `3,5`, `5 millones de habitantes`. */
function withOneUnit(texts: readonly string[]): readonly string[] {
  const split = texts.map((text) => text.split(/\s+/));
  const shortest = Math.min(...split.map(({ length }) => length));
  const isSharedAt = (fromEnd: number) =>
    new Set(split.map((words) => words.at(-1 - fromEnd)?.toLowerCase())).size === 1;
  let shared = 0;
  while (shared < shortest - 1 && isSharedAt(shared)) shared += 1;
  if (shared === 0) return texts;
  return split.map((words, i) => (i < split.length - 1 ? words.slice(0, -shared) : words).join(" "));
}
