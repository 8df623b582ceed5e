/**
 * Words and whatever is written like one (codes, numbers, addresses) in reading order, NFKC and lower case, accents
 * kept. None holds white space.
 */
export function tokens(text: string): string[] {
  return text.replace(ordinalMarks, " ").normalize("NFKC").toLowerCase().match(token) ?? [];
}

/**
 * The words a token is found by. What people look up whole is given whole and in its parts: `iso-9001` is iso, 9001
 * and iso9001, an e-mail address its pieces and itself. `1.000` and `1,000` are 1000, `3,5` is 3.5. Scripts written
 * without spaces become pairs of letters.
 */
export function wordsOfToken(text: string): string[] {
  if (text.includes("@")) return [...splitWords(text), ...(text.length <= longest ? [text] : [])];
  // A comma only holds the digits of one number together.
  return text.split(/(?<!\p{N})[,+]|[,+](?!\p{N})/u).flatMap((piece) => {
    const number = numberOf(piece);
    if (number !== null) return number.length <= longest ? [number] : [];
    const whole = piece.replace(separators, "");
    const isCode =
      whole !== piece && whole.length <= longest && /\p{L}/u.test(piece) && /[\p{N}_]/u.test(piece);
    return [...splitWords(piece), ...(isCode ? [whole] : [])];
  });
}

const ordinalMarks = /[ºª°]/g;
/** A mark without the letter it belongs to is no word. */
const token = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-_./,@+][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
const separators = /[^\p{L}\p{M}\p{N}]+/gu;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
/** Letters then digits or digits then letters, at least two of the letters: `100mm`, `covid19`. */
const measured = /^(?:(\p{L}{2,})(\p{N}+)|(\p{N}+)(\p{L}{2,}))$/u;
/** A term longer than this is no word of any language, and would only swell the index. */
const longest = 64;

function splitWords(piece: string): string[] {
  return piece.split(separators).flatMap((word) => {
    if (unspaced.test(word)) return pairsOf(word);
    if (word === "" || word.length > longest) return [];
    const parts = measured.exec(word)?.slice(1) ?? [];
    return [word, ...parts.filter((part) => part !== undefined)];
  });
}

/** One spelling for a number with separators; also versions and section numbers (4.2.1). Null for anything else. */
function numberOf(piece: string): string | null {
  if (!/^\p{N}+(?:[.,]\p{N}+)+$/u.test(piece)) return null;
  if (/^\p{N}{1,3}(?:[.,]\p{N}{3})+$/u.test(piece)) return piece.replace(/[.,]/g, "");
  const thousands = /^(\p{N}{1,3}(?:([.,])\p{N}{3})+)(?!\2)[.,](\p{N}+)$/u.exec(piece);
  if (thousands?.[1] && thousands[3]) return `${thousands[1].replace(/[.,]/g, "")}.${thousands[3]}`;
  return piece.replaceAll(",", ".");
}

function pairsOf(word: string): string[] {
  const characters = Array.from(word);
  if (characters.length === 1) return [word];
  return characters.slice(1).map((character, i) => `${characters[i] ?? ""}${character}`);
}
