import type { AmountKind } from "./entityKind.ts";
import type { FoundInWords } from "./foundInWords.ts";
import type { MessageWord } from "./messageWords.ts";
import { numeralAt } from "./numerals.ts";

/**
 * Numbers with a currency before or behind: `$ 1.500`, `USD 1,200.50`, `1500 pesos`, "mil dólares". `$` and "pesos" are in
 * the kind's currency, also where another country's is meant; a bare number counts only when it was asked for.
 */
export function findAmounts(
  words: readonly MessageWord[],
  { name, currency }: AmountKind,
  isAsked: boolean,
): FoundInWords[] {
  const found: FoundInWords[] = [];
  for (let at = 0; at < words.length;) {
    const before = currencyAt(words, at, currency);
    const first = at;
    const number = numeralAt(words, before?.next ?? at, "money");
    if (!number || number.value > 1e15) {
      at++;
      continue;
    }
    const linked = words[number.next]?.form === "de" ? number.next + 1 : number.next;
    const behind = before ? null : currencyAt(words, linked, currency);
    const known = before ?? behind;
    const isBare = !known && isAsked && !number.isArticle;
    at = behind?.next ?? number.next;
    if (!known && !isBare) continue;
    const value = `${Number(number.value.toFixed(2))} ${known?.currency ?? currency}`;
    found.push({ name, value, first, next: at, score: known ? 1 : 0.6 });
  }
  return found;
}

function currencyAt(words: readonly MessageWord[], at: number, own: string) {
  let sign = words[at]?.form ?? "";
  if (!signStarts.has(sign)) return null;
  const signs = [sign];
  for (const step of [1, 2]) signs.push((sign += ` ${words[at + step]?.form ?? ""}`));
  for (const length of [3, 2, 1]) {
    const currency = currencyBySign.get(signs[length - 1] ?? "");
    if (currency !== undefined) return { currency: currency || own, next: at + length };
  }
  return null;
}

/** Empty for the kind's own. */
const currencyBySign = new Map<string, string>(
  Object.entries({
    "": "$ peso pesos",
    USD: "usd us$ u$s u$ dolar dolares dollar dollars buck bucks",
    EUR: "€ eur euro euros",
    UYU: "uyu $u",
    ARS: "ars",
    BRL: "brl r$ real reales",
    GBP: "£ gbp",
    MXN: "mxn",
    CLP: "clp",
    COP: "cop",
    PEN: "pen",
  }).flatMap(([currency, signs]) =>
    signs.split(" ").map((sign) => [sign.split(/(?<=\$)|(?=\$)/).join(" "), currency] as const),
  ),
);

const signStarts = new Set([...currencyBySign.keys()].map((sign) => sign.split(" ", 1)[0]));
