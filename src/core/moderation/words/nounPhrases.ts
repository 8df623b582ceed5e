export interface Word {
  /** Lower case, accents folded. */
  readonly form: string;
  /** Its stem, or the stems of its parts with a blank between them; empty for a function word. */
  readonly key: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** Written with a capital that does not come from opening its sentence. */
  readonly isName: boolean;
}

/** Whether a noun phrase may begin after this word: an article, a possessive, a preposition, a number. */
export function opensNounPhrase({ form }: Word): boolean {
  return openers.has(form) || /^\p{N}/u.test(form);
}

/** Whether it says nothing about what a text is about, in any text. */
export function isGenericWord({ form }: Word): boolean {
  return form.length < 3 || generic.has(form) || (/(?:mente|ly)$/.test(form) && !keptAdverbs.has(form));
}

const openers = listed(`
  el la los las lo un una unos unas al del su sus mi mis tu tus nuestro nuestra nuestros nuestras este esta estos estas
  ese esa esos esas cada todo toda todos todas otro otra otros otras algun alguna algunos algunas ningun ninguna mucho mucha
  muchos muchas de en con por para sin sobre entre desde hacia hasta segun contra durante mediante y o e u como
  the a an his her its their our your my this these those each every all any some no another other both many few
  several of in on at by for with from into between through against without about over under during within across and or as
`);

const generic = listed(`
  cosa cosas forma formas manera maneras modo modos tipo tipos clase parte partes ejemplo ejemplos caso casos vez veces
  dia dias momento punto puntos lugar persona personas gente resultado resultados opcion opciones pregunta
  respuesta respuestas informacion importante importantes diferente diferentes distinto distintos distintas varios varias diverso
  diversos diversas principal principales general generales comun comunes posible posibles necesario necesaria bueno buena buenos
  buenas mejor mejores mayor mayores menor gran grande grandes pequeno nuevo nueva nuevos nuevas mucho mucha mas menos
  numero cantidad total lista paso pasos razon razones hecho factor factores aspecto aspectos serie variedad uso
  ademas embargo tambien incluso debido traves cuenta finalmente primero primera segundo segunda tercero ultimo ultima
  puede pueden debe deben ser hacer tener usar utilizar hay incluye incluyen incluyendo permite permiten suele suelen dos tres
  thing things way ways kind kinds type types part parts example examples case cases time times day days point points place
  people person result results option options question answer answers information important different various several
  main general common possible necessary good better best great big large small new old high low many much more less lot lots
  number amount total list step steps reason reasons fact factor factors aspect aspects series range variety use uses used using
  key keys certain specific overall able based make makes making made take takes taking taken get gets getting give given
  help helps helping need needs needed know known find found include includes including also however additionally
  finally first second third last next one two three four five even well just like may might can must should would could
  ensure consider try keep look want work works working provide provides provided providing allow allows become becomes
  come comes go goes going see seen say said says tell feel think believed considered called named often usually sure such
  something anything everything someone anyone everyone nothing others note notes tip tips idea ideas here there
  around form forms end beginning set sets level levels process area areas well-known start starts began year years año años average
  percent dollars euros pounds feet inches meters metres kilometers degrees pesos dolares kilos metros kilometros grados ciento promedio
  million millions billion billions trillion trillions thousand thousands hundred hundreds minute minutes hour hours second seconds
  week weeks month months century centuries ghz millon millones billones miles cientos minuto minutos hora horas segundos semana
  semanas mes meses siglo siglos
  happen happens happened got went came gone mean means meant became began led kept held left put run let brought caused causes
  results resulted comment particular pasa sucede ocurre significa hizo llega llego viene vino queda quedo lleva llevo
  alone therefore choice choices ease easy top focus focused located complex oneself reality powerful wild
  popular increase increased improve improved create created creating depending due along addition additional typically
`);

const keptAdverbs = listed("family supply butterfly assembly italy anomaly fly jelly belly monopoly ally");

function listed(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
