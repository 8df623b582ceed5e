/** A run of letters, a number with its inner points and commas, or one other character of a message. */
export interface MessageWord {
  /** Lower case, without accents; `ñ` is `n`, since many keyboards lack it. */
  readonly form: string;
  readonly kind: "word" | "number" | "mark";
  /** UTF-16 offsets in the message. */
  readonly start: number;
  readonly end: number;
  /** Whether nothing stands between it and the one before. */
  readonly isGlued: boolean;
  readonly isCapitalised: boolean;
}

/** The `m` of `3mx2m` is a word, as is the `x` behind it. */
const pieces = /(?<=\d)\p{L}{1,6}(?=[xX]\s?\d)|[\p{L}\p{M}]+|\d+(?:[.,]\d+)*|\S/gu;

/** The words, numbers and marks of a text in order: `isodec100mm` is a word, a number and a word. Linear. */
export function messageWords(text: string): MessageWord[] {
  const words: MessageWord[] = [];
  let end = 0;
  for (const match of text.matchAll(pieces)) {
    const piece = match[0];
    const isGlued = words.length > 0 && match.index === end;
    end = match.index + piece.length;
    const kind = /^\d/u.test(piece) ? "number" : /^[\p{L}\p{M}]/u.test(piece) ? "word" : "mark";
    words.push({
      form: kind === "word" ? foldWord(piece) : piece,
      kind,
      start: match.index,
      end,
      isGlued,
      isCapitalised: kind === "word" && /^\p{Lu}/u.test(piece),
    });
  }
  return words;
}

/** Lower case without accents. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  return isPlain.test(lower)
    ? lower
    : lower.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").toLowerCase();
}

const isPlain = /^[a-z]*$/;

/**
 * One key for a word and its plural, Spanish or English: panel and paneles, luz and luces, tube and tubes. A key, not a
 * word: two words that end alike may share one. Words of three letters stay as they are.
 */
export function pluralKey(form: string): string {
  if (form.length < 4 || !isPlain.test(form)) return form.replace(/z$/, "c");
  const withoutS = /[^isu]s$/.test(form) ? form.slice(0, -1) : form;
  // Pies is the plural of pie, which is as short as it can be.
  if (withoutS.length < 4) return withoutS.replace(/z$/, "c");
  const withoutE = /(?:[^aeiou]|[iu]s)e$/.test(withoutS) ? withoutS.slice(0, -1) : withoutS;
  return withoutE.replace(/z$/, "c").replace(/ie?$/, "y");
}

/** `blanca` of `blanco`, `pintadas` of `pintados`; a word that ends otherwise stays, whether it has another gender or not. */
export function otherGender(form: string): string {
  const found = /^(.{2,})([ao])(s?)$/.exec(form);
  return found ? `${found[1]}${found[2] === "a" ? "o" : "a"}${found[3]}` : form;
}
