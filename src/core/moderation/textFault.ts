import { distinctness } from "./distinctness.ts";

/** What keeps a text from being a synthesis. */
export type TextFault = "empty" | "too_short" | "too_long" | "repetitive" | "disclaimers";

/** The first that applies: 80 to 5,000 characters, nothing said over and over, at most three disclaimers. */
export function textFault(text: string): TextFault | null {
  const said = text.trim();
  if (said === "") return "empty";
  if (said.length < 80) return "too_short";
  if (said.length > 5_000) return "too_long";
  const { words, ofWords, ofPhrases } = distinctness(said.replace(blocks, " "));
  if (words > 8 && (ofWords < 0.45 || ofPhrases < 0.6)) return "repetitive";
  return countDisclaimers(said) > 3 ? "disclaimers" : null;
}

/** Code and tables, which say the same words over and over by their nature. */
const blocks = /^(```|~~~)[^\n]*\n[\s\S]*?(?:^\1|$(?![\s\S]))|^[ \t]*\|.*\|[ \t]*$/gm;

/** Places where a model speaks of being one, excuses itself or declines. */
export function countDisclaimers(text: string): number {
  const plain = text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/’/g, "'")
    .toLowerCase();
  return plain.match(disclaimers)?.length ?? 0;
}

const disclaimers = new RegExp(
  [
    String.raw`\bas an? (?:\w+ )?(?:ai|artificial intelligence|(?:large )?language model|assistant)\b`,
    String.raw`\bi(?: a|')m (?:only |just )?an? (?:\w+ )?(?:ai|artificial intelligence|(?:large )?language model|assistant)\b`,
    String.raw`\bi(?: cannot|(?: ca|')n't| can not| am (?:not able|unable)|'m (?:not able|unable)) (?:to )?(?:\w+ )?(?:provide|give|offer|access|browse|help|assist|answer|verify|confirm|comment|recommend|do)\b`,
    String.raw`\bi (?:do not|don't) have (?:\w+ )?(?:access|personal|opinions?|feelings|the ability|real-time|information|knowledge)\b`,
    String.raw`\bmy (?:training data|knowledge cutoff|training cutoff|last update)\b`,
    String.raw`\b(?:i apologi[sz]e|i(?: a|')m sorry|unfortunately, i)\b`,
    String.raw`\bcomo (?:una? )?(?:\w+ )?(?:ia|inteligencia artificial|modelo de lenguaje|asistente(?: virtual)?)\b`,
    String.raw`\bsoy (?:solo )?una? (?:\w+ )?(?:ia|inteligencia artificial|modelo de lenguaje|asistente)\b`,
    String.raw`\bno (?:puedo|me es posible|estoy en condiciones de) (?:\w+ )?(?:dar|proporcionar|ofrecer|acceder|navegar|ayudar|asistir|responder|contestar|verificar|confirmar|opinar|recomendar|brindar)\w*`,
    String.raw`\bno (?:tengo|dispongo de|cuento con) (?:\w+ )?(?:acceso|opinion|opiniones|sentimientos|informacion en tiempo real|capacidad)\b`,
    String.raw`\bmis? (?:datos de entrenamiento|entrenamiento|fecha de corte|ultima actualizacion|conocimientos? llega)`,
    String.raw`\b(?:lo siento|pido disculpas|me disculpo|lamentablemente no puedo)\b`,
  ].join("|"),
  "g",
);
