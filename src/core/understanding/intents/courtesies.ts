/** What kind of courtesy a phrase is. */
export type CourtesyKind =
  | "greeting"
  | "opening"
  | "thanks"
  | "plea"
  | "farewell"
  | "smallTalk"
  | "assent"
  | "address";

/** Phrases of a kind, in `courtesyForm`, Spanish and English. */
export const courtesies: Readonly<Record<CourtesyKind, ReadonlySet<string>>> = {
  greeting: phrases(`
    hola | holi | holis | ola | buenas | wenas | muy buenas | buen dia | muy buen dia | buenos dias | muy buenos dias | ey | epa
    buenas tardes | muy buenas tardes | buena tarde | buenas noches | muy buenas noches | hola a todos | hola de nuevo
    hi | hello | hey | heya | hiya | howdy | sup | greetings | morning | good morning | good afternoon | good evening
    good day | hi there | hello there | hey there | hi again | hello again
  `),
  opening: phrases(`
    estimado | estimada | estimados | estimadas | disculpa | disculpe | disculpen | disculpa la molestia | perdon
    disculpe la molestia | disculpa la hora | disculpe la hora | perdon la molestia | consulta | una consulta | otra consulta
    una consulta mas | una pregunta | otra pregunta | una pregunta mas | una cosa mas
    sorry | excuse me | sorry to bother you | question | quick question | one question | another question
    one more question | one more thing
  `),
  thanks: phrases(`
    gracias | muchas gracias | muchisimas gracias | mil gracias | desde ya gracias | desde ya muchas gracias | gracias por todo
    gracias por la info | gracias por la informacion | gracias por la respuesta | gracias por responder | muy amable
    gracias por contestar | gracias por la ayuda | gracias por tu ayuda | gracias por su ayuda
    thanks | thank you | thank u | ty | tysm | thx | tnx | many thanks | thanks a lot | thanks so much | thank you so much
    thank you very much | thanks in advance | thank you in advance | thanks for everything | thanks for the info | cheers
    thanks for the information | thanks for the help | thanks for your help | thank you for your help
    thanks for your reply
  `),
  plea: phrases("por favor | porfa | xfa | please | pls | plz"),
  farewell: phrases(`
    chau | chao | adios | hasta luego | hasta pronto | hasta manana | nos vemos | un saludo | saludos | un abrazo | abrazo
    saludos cordiales | bye | goodbye | good bye | good night | see ya | cya | regards | best regards | kind regards
  `),
  smallTalk: phrases(`
    que tal | como va | como te va | como andas | como andan | como estas | como estan | como esta | que onda | todo bien
    how are you | how are you doing | how are you today | how are you doing today | how is it going | hows it going | whats up
  `),
  assent: phrases(`
    ok | oka | okey | dale | bueno | perfecto | genial | barbaro | excelente | buenisimo | listo | joya | entiendo | entendido
    ah | uff | mira | okay | great | perfect | cool | nice | awesome | got it | alright | all right
  `),
  address: phrases(`
    che | amigo | amiga | amigos | gente | maestro | mate | sir | guys | team | everyone | everybody | buddy | friend
  `),
};

/** The longest phrase, in words. */
export const longestCourtesy = 5;

/** One form for a word however it is written: without capitals, accents, apostrophes and drawn out letters, "Holaaa". */
export function courtesyForm(word: string): string {
  return word
    .normalize("NFKD")
    .replace(/[\p{M}'’]/gu, "")
    .toLowerCase()
    .replace(/(\p{L})\1+/gu, "$1");
}

function phrases(lines: string): ReadonlySet<string> {
  return new Set(lines.split(/[|\n]/).map((phrase) => courtesyForm(phrase.trim())));
}
