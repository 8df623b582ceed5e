import { foldedWords } from "./foldedWords.ts";

/** Words that tell nothing of a topic, folded: grammar, and what every question is put with. Spanish and English. */
export const functionWords: ReadonlySet<string> = new Set(
  foldedWords(`
    a al ante bajo con contra de del desde durante en entre hacia hasta mediante para por según sin sobre tras
    el la los las lo un una unos unas y e o u ni que pero mas sino si aunque porque pues como cuando donde mientras
    qué cuál cuáles quién quiénes cómo cuándo dónde adónde cuánto cuánta cuántos cuántas cuyo cuya
    yo tú él ella ello nosotros nosotras ustedes usted ellos ellas vos me te se le les nos os mí ti sí
    mi mis tu tus su sus mío mía tuyo tuya suyo suya suyos suyas nuestro nuestra nuestros nuestras
    este esta estos estas ese esa esos esas aquel aquella aquellos aquellas esto eso aquello
    no también tampoco además entonces muy más menos ya aún tan tanto tanta así algo alguno alguna algunos algunas algún
    otro otra otros otras mismo misma mismos mismas todo toda todos todas cada ambos ambas cualquier
    es son era eran fue fueron ser sido sea será serán sería soy eres somos está están estaba estaban estar estado estoy
    ha han había haber habido hay hubo he has hemos haya habrá tiene tienen tenía tener tuvo tengo puede pueden poder puedo
    pudo podría hace hacen hacer hizo hacía allí ahí aquí allá luego después antes ahora
    quiero quisiera necesito decime dime decir contame cuéntame explicame explícame saber sabés sabes gracias hola bueno ok
    the an and or but nor if then else because as while until so than too very of at by for with without about against
    between into through during before after above below to from up down in on off over under again further once
    i me my mine we us our ours you your yours he him his she her hers it its they them their theirs itself himself herself
    this that these those there here what which who whom whose when where why how much many
    am is are was were be been being have has had having do does did doing will would shall should can could may
    might must not no yes any both each few more most other some such only own same just also else another anything something
    s t d ll re ve m don isn aren wasn weren hasn haven hadn doesn didn won wouldn couldn
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    lunes martes miércoles jueves viernes sábado domingo however due although though despite
    tell know say said please thanks hello ok okay think mean happen happened called get got give gave
  `),
);
