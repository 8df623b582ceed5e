import { join } from "node:path";
import { linesOf, textOf } from "./entitiesLines.ts";
import type { NamedMessage } from "./entitiesMessages.ts";

/** How letters come to be wrong: a letter and its neighbours before, and what stood there instead. */
interface Slip {
  readonly clean: string;
  readonly typo: string;
}

export interface Typos {
  readonly slips: readonly Slip[];
}

/** A number from 0 to below `below`. */
export type Draw = (below: number) => number;

/** The same draws for the same seed (xorshift32, Marsaglia 2003). */
export function seededDraw(seed: number): Draw {
  let state = seed * 2_654_435_761 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** What lists of real typing errors have in common, for words that are not on them: one edit and the letter before. */
export async function loadTypos(dataFolder: string): Promise<Typos> {
  const files = ["typos_es_libreoffice.jsonl", "typos_en_codespell_sample.jsonl"];
  const pairs = await Promise.all(files.map((file) => linesOf(join(dataFolder, "intents", file))));
  const slips = pairs.flat().flatMap((pair) => slipOf(textOf(pair, "clean"), textOf(pair, "typo")));
  return { slips };
}

/** Where two words differ, with the letter before: `ll` for `l` after `a` is `al` and `all`. */
function slipOf(clean: string, typo: string): Slip[] {
  let start = 0;
  while (start < clean.length && clean[start] === typo[start]) start++;
  let [cleanEnd, typoEnd] = [clean.length, typo.length];
  while (cleanEnd > start && typoEnd > start && clean[cleanEnd - 1] === typo[typoEnd - 1]) {
    cleanEnd--;
    typoEnd--;
  }
  const from = Math.max(0, start - 1);
  const slip = { clean: clean.slice(from, cleanEnd), typo: typo.slice(from, typoEnd) };
  const isOneEdit = cleanEnd - start <= 1 && typoEnd - start <= 1;
  const isSwap =
    cleanEnd - start === 2 &&
    typoEnd - start === 2 &&
    clean[start] === typo[start + 1] &&
    clean[start + 1] === typo[start];
  return start > 0 && clean !== typo && (isOneEdit || isSwap) ? [slip] : [];
}

/** One slip in each word of five letters and more of what the message names; places move along. */
export function plantTypo(
  message: NamedMessage,
  names: ReadonlySet<string>,
  typos: Typos,
  kind: "listed" | "random",
  draw: Draw,
): NamedMessage {
  let text = "";
  let from = 0;
  const named = [...message.named].toSorted((one, other) => one.start - other.start);
  for (const entity of named) {
    if (!names.has(entity.name)) continue;
    text += message.text.slice(from, entity.start);
    text += message.text
      .slice(entity.start, entity.end)
      .replace(/\p{L}{5,}/gu, (word) =>
        kind === "listed" ? slipped(word, typos, draw) : edited(word, draw),
      );
    from = entity.end;
  }
  return { text: text + message.text.slice(from), named };
}

function slipped(word: string, { slips }: Typos, draw: Draw): string {
  for (let tries = 0; tries < 500; tries++) {
    const slip = slips[draw(slips.length)];
    const at = slip ? word.toLowerCase().indexOf(slip.clean) : -1;
    if (slip && at >= 0) return word.slice(0, at) + slip.typo + word.slice(at + slip.clean.length);
  }
  return edited(word, draw);
}

/** A letter left out, added, replaced or swapped, anywhere. */
function edited(word: string, draw: Draw): string {
  const at = draw(word.length);
  const letter = String.fromCharCode(97 + draw(26));
  switch (draw(4)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + letter + word.slice(at);
    case 2:
      return word.slice(0, at) + letter + word.slice(at + 1);
    default: {
      const first = Math.min(at, word.length - 2);
      return `${word.slice(0, first)}${word[first + 1]}${word[first]}${word.slice(first + 2)}`;
    }
  }
}
