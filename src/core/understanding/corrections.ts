import { messageWords, type MessageWord } from "./entities/messageWords.ts";

/**
 * The message with the words blanked that begin a correction, all places kept: "no, mejor 150" is "          150". Null
 * for what begins like none. Spanish and English.
 */
export function correctionIn(message: string): string | null {
  const words = messageWords(message).slice(0, longestCue);
  let end = 0;
  for (let next = 0; ;) {
    while (words[next]?.kind === "mark") next++;
    const length = longestAt(words, next, corrections) || bareNo(words, next);
    if (length === 0) break;
    next += length;
    end = words[next - 1]?.end ?? 0;
  }
  if (end > 0) return " ".repeat(end) + message.slice(end);
  // What is denied is to be heard with its "no".
  return longestAt(words, 0, denials) > 0 ? message : null;
}

/** "No, Juan": a "no" before a pause corrects; "no sé" does not. */
function bareNo(words: readonly MessageWord[], at: number): number {
  return words[at]?.form === "no" && words[at + 1]?.kind === "mark" ? 1 : 0;
}

/** Whether a message, courtesies aside, says nothing but that what was begun is to be left. */
export function isCancelling(message: string): boolean {
  const words = messageWords(message).filter(({ kind }) => kind !== "mark");
  let next = 0;
  let isCancel = false;
  while (next < words.length) {
    const cancelling = longestAt(words, next, cancels);
    const length = cancelling || longestAt(words, next, besideCancels);
    if (length === 0) return false;
    isCancel ||= cancelling > 0;
    next += length;
  }
  return isCancel;
}

const corrections = phrases(`
  mejor | mejor de | mejor en | mejor con | mejor que sea | mejor que sean
  mejor si es | que sea | que sean | perdon | disculpa | disculpe | me equivoque | me confundi | corrijo | correccion | en realidad
  en realidad es | en realidad son | digo | quise decir | queria decir | cambialo a | cambialo por | cambiala a | cambia a | cambialo
  ponele | pone | hacelo de | prefiero | prefiero de | no mejor | no no | no perdon | espera | ups | al final
  sorry | actually | i meant | i mean | make it | lets make it | no make it | rather | instead | oops | wait | correction | better
  change it to | change that to | its | it is | it should be | should be | no sorry
`);

const denials = phrases("no es | no son | no era | no eran | no quiero | no el | no la | not | no not");

const cancels = phrases(`
  deja | dejalo | dejala | dejalo asi | deja asi | dejalo ahi | dejemoslo | dejemos | olvidalo | olvidate | olvidalo todo
  cancela | cancelar | cancelalo | cancelala | cancelado | cancelo | quiero cancelar | cancelemos | ya no | ya no quiero
  ya no quiero nada | ya no hace falta | ya no lo necesito | ya no necesito | no quiero nada | no quiero nada mas
  no quiero seguir | no quiero continuar | no quiero cotizar | no quiero cotizar nada | no quiero pedir nada
  no quiero comprar nada | no quiero ninguna cotizacion | ya no quiero cotizar | no hace falta | no importa | mejor no
  no gracias mejor no | dejar | salir | basta | paremos | me arrepenti | no sigas
  never mind | nevermind | forget it | forget about it | forget that | cancel | cancel it | cancel that | cancel this
  cancel everything | i want to cancel | i don t want it | i do not want it | i don t want it anymore | quit | stop
  i don t want anything | i do not want anything | i don t want a quote | i do not want a quote | no longer needed
  better not | i don t need it | i do not need it | i don t need it anymore | i changed my mind | leave it | drop it
`);
const besideCancels = phrases(`
  no | ya | bueno | mejor | ok | todo | nada | eso | la | el | lo | esa | ese | esto | mi | una | un | cotizacion | presupuesto | pedido
  gracias | perdon | por favor | the | that | this | it | my | quote | order | request | please | thanks | sorry | well | actually | no thanks
  cotizar | seguir | por ahora | anymore | for now
`);

function phrases(lines: string): ReadonlySet<string> {
  return new Set(lines.split(/[|\n]/).map((phrase) => phrase.trim()));
}

/** How many words of a phrase begin at `first`; 0 for none. */
function longestAt(words: readonly MessageWord[], first: number, among: ReadonlySet<string>): number {
  for (let length = Math.min(longest, words.length - first); length > 0; length--) {
    const phrase = words
      .slice(first, first + length)
      .map(({ form }) => form)
      .join(" ");
    if (among.has(phrase)) return length;
  }
  return 0;
}

/** Words and marks in which a correction begins, if any. */
const longestCue = 12;
/** Of a phrase, in words and marks. */
const longest = 7;
