import { sentenceSpans } from "../../sentences.ts";

export interface CutString {
  readonly value: string;
  /** UTF-16 offsets in the JSON, the quote marks included. */
  readonly start: number;
  readonly end: number;
}

/**
 * The string behind a name in JSON that does not parse: it ends where JSON goes on after it, so that quote marks within
 * it do no harm, and raw newlines are kept. Of one that has no end, the whole sentences; all, when it has none.
 * Null without that name, or when no string follows it.
 */
export function cutString(json: string, name: RegExp): CutString | null {
  const found = name.exec(json);
  if (!found) return null;
  const start = found.index + found[0].length;
  const mark = opening.exec(json.slice(start, start + 3))?.[0];
  if (mark === undefined) return null;
  const from = start + mark.length;
  const length = lengthOf(json.slice(from), closing.get(mark) ?? mark);
  if (length !== null) {
    return { value: unescaped(json.slice(from, from + length)), start, end: from + length + mark.length };
  }
  const rest = unescaped(json.slice(from).replace(/\s*```\s*$/, ""));
  return { value: wholeSentences(rest), start, end: json.length };
}

const opening = /^(?:"""|["'“`])/;
const closing: ReadonlyMap<string, string> = new Map([["“", "”"]]);

/** Length of the text up to a closing mark behind which the object ends or has another name; null without one. */
function lengthOf(text: string, mark: string): number | null {
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) {
    if (isEscaped(text, at)) continue;
    if (follows.test(text.slice(at + mark.length, at + mark.length + 200))) return at;
  }
  return null;
}

/** The next name, the end of the object, or the end of a reply that breaks off on the way to either. */
const follows = new RegExp(
  [
    String.raw`^\s*,?\s*(?:["'“][A-Za-z_ ]{1,40}["'”]|[a-z_]{3,40})\s*:`,
    String.raw`^\s*,?\s*\}\s*(?:$|[^\s"'])`,
    String.raw`^\s*,?\s*(?:["'“][A-Za-z_ ]{0,40}["'”]?\s*)?$`,
  ].join("|"),
);

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 1;
}

/** Escapes of JSON; one that is cut off goes, any other stands for the character itself. */
function unescaped(text: string): string {
  return text
    .replace(/\\(?:u([0-9a-f]{4})|u[0-9a-f]{0,3}$|([\s\S])|$)/gi, (_, code?: string, char?: string) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return char === undefined ? "" : (controls.get(char) ?? char);
    })
    .replace(/[\ud800-\udbff]$/, "");
}

const controls: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", ""],
  ["b", ""],
  ["f", ""],
]);

function wholeSentences(text: string): string {
  const spans = sentenceSpans(text);
  const whole = spans.findLast(({ start, end }) => /[.!?…]["»”')\]*_]*$/.test(text.slice(start, end)));
  return whole ? text.slice(0, whole.end) : text;
}
