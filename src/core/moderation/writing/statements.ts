import type { Claim } from "../comparing/comparison.ts";

/** A sentence of an answer on its way into a synthesis. */
export interface Statement {
  readonly claim: Claim;
  /** As it is given: on one line, without a connective that leans on what stood before it. */
  readonly text: string;
  /** Exactly a part of the answer. */
  readonly quote: string;
  /** Places of the voices that say so, ascending. */
  readonly voices: readonly number[];
}

/** No sentence is given longer, in characters; one that is ends at a clause, with an ellipsis. */
const longestStatement = 320;

export function statementOf(claim: Claim, voices: readonly number[], longest = longestStatement): Statement {
  const connective = /^[\s:;,.)\]–—-]+/.exec(claim.text)?.[0] ?? connectives.exec(claim.text)?.[0] ?? "";
  const whole = claim.text.slice(connective.length);
  const quote = whole.length <= longest ? whole : cutAtClause(whole, longest);
  const line = balanced(quote.replace(/\s+/g, " "));
  const text = connective === "" ? line : capitalised(line);
  return {
    claim,
    quote,
    text: quote === whole ? text : `${text}…`,
    voices: [...new Set(voices)].toSorted((a, b) => a - b),
  };
}

/** With a full stop where a sentence lacks its end. */
export function asSentence(text: string): string {
  return /[.!?…:;。！？]["»”')\]*_]*(?:\s*\[S[^\]]*\])*$/u.test(text) ? text : `${text}.`;
}

/** Without source marks and emphasis, for a list of short statements. */
export function withoutMarks(text: string): string {
  return text
    .replace(/\s?\[S\s?\d[^\]]{0,40}\]/gi, "")
    .replace(/\*\*|__/g, "")
    .replace(/(?<![\p{L}\p{N}])([*_])(\S(?:[^*_\n]*\S)?)\1(?![\p{L}\p{N}])/gu, "$2")
    .replace(/\s+/g, " ")
    .trim();
}

const connectives =
  /^(?:for (?:example|instance)|in other words|simply put|essentially|in essence|as such|notably|importantly|interestingly|of course|rather|por ejemplo|en otras palabras|es decir|b[aá]sicamente|however|moreover|furthermore|additionally|in addition|also|therefore|thus|hence|consequently|as a result|nevertheless|nonetheless|similarly|likewise|finally|lastly|besides|meanwhile|in fact|overall|in summary|in conclusion|to summarize|in short|so|first|firstly|second|secondly|third|then|next|that said|on the other hand|ultimately|sin embargo|no obstante|adem[aá]s|tambi[eé]n|por lo tanto|por tanto|por ello|por eso|as[ií]|por consiguiente|en consecuencia|asimismo|igualmente|finalmente|por [uú]ltimo|en resumen|en conclusi[oó]n|en definitiva|en s[ií]ntesis|en general|de hecho|por otro lado|por otra parte|en cambio|primero|segundo|tercero|luego|despu[eé]s|a su vez)\s*,\s+(?=\S)/i;

function capitalised(text: string): string {
  return text.replace(
    /^([\s"'«“*_¿¡(]*)(\p{Ll})/u,
    (_, marks: string, letter: string) => `${marks}${letter.toUpperCase()}`,
  );
}

/** Emphasis that is opened and not closed would run on into what follows. */
function balanced(text: string): string {
  const withoutStrong = text.split("**").length % 2 === 0 ? text.replaceAll("**", "") : text;
  return withoutStrong.split("`").length % 2 === 0 ? withoutStrong.replaceAll("`", "") : withoutStrong;
}

function cutAtClause(text: string, longest: number): string {
  const head = text.slice(0, longest);
  const clause = head.search(/[,;:—–][^,;:—–]*$/);
  const word = head.search(/\s\S*$/);
  return head.slice(0, clause > longest / 2 ? clause : word > 0 ? word : longest).trimEnd();
}
