/**
 * Whether a sentence holds the kind of thing that the question asks for and does not itself contain: a number for
 * how many, a date for when, a name for who and where. Spanish and English; always false for other questions.
 */
export function answerCue(question: string): (sentence: string) => boolean {
  const asked = plain(question);
  const kind = kinds.find(({ asks }) => asks.test(asked));
  if (!kind) return () => false;
  const known = new Set(asked.match(wordPattern));
  return (sentence) => {
    const words = sentence.match(wordPattern) ?? [];
    return words.some((word, i) => !known.has(plain(word)) && kind.answers(word, i));
  };
}

/** Whether yes or no would answer the question: a verb begins it, no question word stands in it. */
export function asksWhether(question: string): boolean {
  const asked = plain(question);
  return asked.includes("?") && !questionWord.test(asked) && (asked.match(wordPattern) ?? []).length > 1;
}

const questionWord =
  /\b(?:que|cual(?:es)?|quien(?:es)?|cuando|a?donde|como|cuant[oa]s?|what|which|who(?:m|se)?|when|where|why|how)\b/;

interface Kind {
  /** Matches the question in lower case without accents. */
  readonly asks: RegExp;
  /** Whether a word of the sentence, at that place in it, can be the answer. */
  readonly answers: (word: string, place: number) => boolean;
}

const wordPattern = /[\p{L}\p{N}]+(?:[.,/:-]\p{N}+)*/gu;

const numberWords =
  /^(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|cien|ciento|mil|millones|mitad|tercio|doble|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|half|third|double|twice)$/;
const dateWords =
  /^(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|lunes|martes|miercoles|jueves|viernes|sabado|domingo|siglo|january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century)$/;

const isNumber = (word: string) => /\p{N}/u.test(word) || numberWords.test(plain(word));
const isDate = (word: string) => /^(?:1\d{3}|20\d\d)$|\d[/-]\d/.test(word) || dateWords.test(plain(word));
/** The first word of a sentence is a capital in any case. */
const isName = (word: string, place: number) => place > 0 && /^\p{Lu}\p{L}/u.test(word);

const kinds: readonly Kind[] = [
  {
    asks: /\bcuando\b|\bque (?:ano|fecha|dia|mes|decada|siglo)\b|\bwhen\b|\b(?:what|which) (?:year|date|day|month|decade|century)\b/,
    answers: isDate,
  },
  {
    asks: /\bcuant[oa]s?\b|\bporcentaje\b|\bhow (?:many|much|long|far|tall|high|old|large|big|often)\b|\bpercentage\b/,
    answers: isNumber,
  },
  { asks: /\bquien(?:es)?\b|\bwho(?:m|se)?\b/, answers: isName },
  {
    asks: /\ba?donde\b|\bque (?:ciudad|pais|lugar|estado)\b|\bwhere\b|\b(?:what|which) (?:city|country|place|state)\b/,
    answers: isName,
  },
];

function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}
