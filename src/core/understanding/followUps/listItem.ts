import { fold } from "./foldedWords.ts";
import { spokenText } from "./spokenText.ts";

/** What "the second one" points to in the list that an answer gave: the item's own words. Null where it points nowhere. */
export function listItem(question: string, answer: string): string | null {
  const said = ordinal.exec(fold(question))?.[1];
  if (said === undefined) return null;
  const items = itemsOf(answer.slice(0, longestRead));
  const place = ordinals.findIndex((pattern) => pattern.test(said));
  const item = items.length < 2 ? undefined : items.at(last.test(said) ? -1 : place);
  return item === undefined ? null : shortened(item);
}

/** Its noun is left out: nothing follows, or a word for any item. */
const ordinal =
  /(?<!\p{L})(?:el|la|los|las|lo|del|al|the) ((?:primer|segund|tercer|cuart|quint|ultim)[oa]?s?|first|second|third|fourth|fifth|last)(?: (?:ones?|option|item|opcion|punto))?(?=\W*$|\s*[,;?])/u;
const ordinals = [
  /^(?:primer|first)/,
  /^second$|^segund/,
  /^t(?:ercer|hird)/,
  /^cuart|^fourth/,
  /^quint|^fifth/,
];
const last = /^(?:ultim|last)/;

/** UTF-16 units of an answer, and of an item's text. */
const longestRead = 2_000;
const longestItem = 100;

const line = /^[^\S\n]*(?:[-*•+]|\d{1,2}[.)])[^\S\n]+(.+)$/gmu;
const listed = /[^.:;,\n]+(?:, [^.:;,\n]+)*,? (?:y|e|o|and|or) [^.:;,\n]+/gu;

/** Items on lines of their own, else the last ones that a sentence lists: "red, grey and white". */
function itemsOf(answer: string): string[] {
  const lines = [...answer.matchAll(line)].map(([, item = ""]) => spokenText(item));
  if (lines.length > 1) return lines;
  const sentence = [...spokenText(answer).matchAll(listed)]
    .map(([text]) => text)
    .findLast((text) => text.includes(","));
  return sentence?.split(/,? (?:y|e|o|and|or) |, /u).map((item) => item.trim()) ?? [];
}

function shortened(item: string): string {
  return item.length <= longestItem ? item : item.slice(0, longestItem).replace(/\s+\S*$/u, "");
}
