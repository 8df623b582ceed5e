import { foldedWords } from "./foldedWords.ts";

/** Whether a message is a greeting, a thank you or a nod, and nothing else: it asks nothing, so it means nothing of before. */
export function isCourtesy(text: string): boolean {
  const words = foldedWords(text);
  const isOne = (word: string) => courtesies.has(word) || (nods.has(word) && !text.includes("?"));
  return words.some(isOne) && words.every((word) => isOne(word) || around.has(word));
}

const courtesies: ReadonlySet<string> = new Set(
  foldedWords(`
    hola holis buenas buenos saludos gracias agradezco agradecido agradecida chau chao adiós
    hi hello hey greetings thanks thank thx ty bye goodbye cheers
  `),
);
/** What can also be asked about: "¿Qué vale?", "¿Y el claro?". */
const nods: ReadonlySet<string> = new Set(
  foldedWords(`
    ok okay okey oka dale vale listo perfecto genial bárbaro excelente buenísimo entendido entiendo claro sí bueno
    great perfect cool nice awesome understood sure yes yep
  `),
);
/** With one of them. */
const around: ReadonlySet<string> = new Set(
  foldedWords(`
    buen muchísimas día días tarde tardes noche noches muy mucho muchas mil por todo tu su la el ayuda amable hasta luego pronto mañana
    que tal cómo estás va de nada eso es todo te le se lo y a
    you very much so a lot many good morning afternoon evening night day for the your help all that is s it got then there
    no more see later and have
  `),
);
