import type { Voice } from "../../answering/moderator.ts";
import type { Claim } from "../comparing/comparison.ts";
import { statementOf, withoutMarks } from "./statements.ts";
import { folded } from "../words/tokens.ts";

/**
 * The claims that can be told apart from their answer: whole sentences, or points of a list with a label of their own,
 * that are understood without the sentence or the heading before them. A short answer's first one is told in any case.
 */
export function tellableClaims(voices: readonly Voice[], claims: readonly Claim[]): ReadonlySet<Claim> {
  return new Set(
    claims.filter((claim) => {
      const { text } = voices[claim.voice] ?? { text: "" };
      if (!/\p{L}{2}/u.test(claim.text)) return false;
      if (text.trim().length <= shortAnswer && claim === claims.find(({ voice }) => voice === claim.voice))
        return true;
      if (claim.terms.size < leastTerms || initials.test(claim.text)) return false;
      return standsAlone(statementOf(claim, []).text) && isWhole(claim.text) && !leansOnList(text, claim);
    }),
  );
}

const shortAnswer = 120;
/** With fewer terms a sentence of a longer answer says nothing by itself. */
const leastTerms = 2;
/** The sentence goes on behind them: "by H. G." */
const initials = /(?:^|\s)(?:\p{Lu}\.\s?){1,3}$/u;

/** False for a sentence that is understood only after the one before it, or that speaks of its writer. */
export function standsAlone(text: string): boolean {
  const start = folded(withoutMarks(text).slice(0, 200));
  return !leaning.test(start) && !headless.test(start) && !pointing.test(start) && !speaking.test(start);
}

/** False for a piece of a list that only its heading makes a statement. */
function isWhole(text: string): boolean {
  return /[.!…]["»”')\]*_]*(?:\s*\[S[^\]]*\])*$/u.test(text) || labelled.test(text);
}

/** A point under a point, or under a heading, says of that one what it says, unless it has a label of its own. */
function leansOnList(text: string, { start, text: claim }: Claim): boolean {
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  if (!listMark.test(line) || labelled.test(claim)) return false;
  return /^\s{2,}/.test(line) || !/[.!…]["»”')\]*_]*(?:\s*\[S[^\]]*\])*$/u.test(claim);
}

const listMark = /^\s*(?:[-*+•·▪◦‣–—]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s/;
/** `Walking: …`, `**Walking** – …` */
const labelled = /^["“«*_]*\p{L}[^.:!?\n]{1,50}(?::[*_"”»]*\s|[*_]+\s*[–—-]\s|\s[–—]\s)\S/u;

/** A pronoun or a demonstrative that stands for something before it. */
const leaning =
  /^["'«“(¿¡]*(?:it|its|they|their|them|this|that|these|those|he|his|she|her|such|both|the (?:latter|former|above|same)|another|others?|some of (?:these|them)|each|here|so|and|but|or|because|which|then|instead|esto|eso|ello|este|esta|estos|estas|ese|esa|esos|esas|aquel\w*|(?:el|la) mism[oa]|dich[oa]s?|ellos|ellas|ambos|ambas|otr[oa]s?|asi|y|pero|porque|entonces|alli|ahi|aqui|tambien|su|sus|lo (?:anterior|mismo)|(?:a|en|con|de|por|para|in|with|for|by|at|from|to|of|on) (?:est[aeo]s?|es[aeo]s?|ellos?|ellas?|this|these|that|those|it|them))(?=[\s,'’]|$)/;
const pointing =
  /\bthe following\b|\bas follows\b|\b(?:see|listed|described|shown|mentioned|discussed) (?:above|below|earlier)\b|\bthe above\b|\baforementioned\b|\b(?:do|doing|does|did) (?:this|that|so|it)\b|\bhacerlo\b|\b(?:step|paso) \d|\b(?:lo|los|las|el|la) siguientes?\b|\ba continuacion\b|\bmencionad[oa]s?\b|\banteriormente\b/;
const speaking =
  /\bi(?:'m|'ve|'d|'ll| am| have| think| would| can| cannot| believe| recommend| suggest| do| don't| hope)\b|\b(?:my|let's|let me|creo|pienso|opino|conozco|mi respuesta|we can see|veamos)\b/;

/** Without its subject. */
const headless =
  /^(?:can|could|may|might|must|is|are|was|were|has|have|had|fue|fueron|era|eran|requires?|provides?|includes?|offers?|allows?|helps?|makes?|great|good|easy|ideal|perfect|suitable|known|based|located|available|usually|often|not|puede|pueden|debe|deben|son|tiene|tienen|requiere|permite|ofrece|incluye|perfecto|facil|conocid[oa]|disponible|es (?!importante|necesario|posible|recomendable|mejor|fundamental|preferible|cierto|falso|verdad))\b/;
