import { stopwords as french } from "@orama/stopwords/french";
import { stopwords as german } from "@orama/stopwords/german";
import { stopwords as italian } from "@orama/stopwords/italian";
import { stopwords as portuguese } from "@orama/stopwords/portuguese";
import type { Language } from "../language.ts";

/**
 * Function and question words of each language, lower case, with their accents.
 * The Spanish and English lists are our own: the packaged Spanish one also drops words of content (nuevo, valor,
 * trabajo, primera, cuatro), and the packaged English one keeps the pieces that apostrophes leave behind (s, t, ll).
 */
export const stopWords: Readonly<Record<Language, ReadonlySet<string>>> = {
  es: listed(`
    a al ante bajo con contra de del desde durante en entre hacia hasta mediante para por según sin sobre tras
    el la los las lo un una unos unas y e o u ni que pero mas sino si aunque porque pues como cuando donde mientras
    qué cuál cuáles cual cuales quién quiénes quien quienes cómo cuándo dónde adónde cuánto cuánta cuántos cuántas
    cuanto cuanta cuantos cuantas cuyo cuya cuyos cuyas
    yo tú él ella ello nosotros nosotras vosotros vosotras ellos ellas usted ustedes vos me te se le les nos os mí ti sí
    mi mis tu tus su sus mío mía míos mías tuyo tuya tuyos tuyas suyo suya suyos suyas nuestro nuestra nuestros nuestras
    este esta estos estas ese esa esos esas aquel aquella aquellos aquellas esto eso aquello
    éste ésta éstos éstas ése ésa ésos ésas aquél aquélla aquéllos aquéllas
    no también tampoco muy más menos ya aún tan tanto tanta tantos tantas así
    otro otra otros otras mismo misma mismos mismas todo toda todos todas algo alguno alguna algunos algunas algún
    ninguno ninguna ningún cada ambos ambas
    es son era eran fue fueron ser sido siendo sea sean será serán sería serían soy eres somos fui
    está están estaba estaban estar estado estuvo estuvieron estoy estás estamos esté estén
    ha han había habían haber habido hay hubo he has hemos haya hayan habrá habría hubiera
    tiene tienen tenía tenían tener tuvo tengo tenemos puede pueden podía podían poder pudo puedo podría
    hace hacen hacer hizo hacía cuál allí ahí aquí allá entonces luego
  `),
  en: listed(`
    a an the and or but nor if then else because as while until so than too very of at by for with without about against
    between into through during before after above below to from up down in on off over under again further once
    i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
    it its itself they them their theirs themselves this that these those there here
    what which who whom whose when where why how much many
    am is are was were be been being have has had having do does did doing done will would shall should can could may
    might must ought cannot not no any both each few more most other some such only own same just also
    s t d ll re ve m don isn aren wasn weren hasn haven hadn doesn didn won wouldn shan shouldn couldn mustn
  `),
  pt: new Set([
    ...portuguese,
    ...listed(
      "onde aonde quanto quanta quantos quantas quais porque porquê cujo cuja cujos cujas foi foram ser são",
    ),
  ]),
  fr: new Set([
    ...french,
    ...listed(
      "où quand comment combien pourquoi lequel laquelle lesquels lesquelles dont plus comme si donc ou quoi",
    ),
  ]),
  de: new Set([
    ...german,
    ...listed("wer wen wem wessen wann warum wieso woher wohin wieviel wurde wurden worden ja dass"),
  ]),
  it: new Set([
    ...italian,
    ...listed("quando perche qual quali chi cosa essere stato stata stati state fu sono dell all"),
  ]),
};

function listed(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
