/** Whether the words hold a verb in a person and tense, which no noun phrase does: "products lose", "heladas quedan". */
export function holdsVerb(words: readonly { readonly form: string; readonly isName: boolean }[]): boolean {
  return words.some(({ form, isName }) => !isName && (verbs.has(form) || spanishEnding.test(form)));
}

/** A number, an adverb, a yes or no. */
export function isNoNoun(form: string): boolean {
  return noNouns.has(form) || /(?:mente|^\p{N}+)$/u.test(form);
}

/** Third person plural of the past, and of the imperfect. */
const spanishEnding = /(?:[a-z]{2}aron|ieron|[a-z]{2}aban)$/;

const verbs = listed(`
  lose loses lost shows showed showing keeps kept remembers remembered remains remained lasts lasted covers
  requires required contains contained employs employed stands stood says states stated voted ended happens became becomes
  begins began goes went gets got gives gave makes made takes took tells told brings brought carries carried
  pays paid holds held leads led leaves lies lives lived moves moved needs offers opens opened closes closed
  passes produces produced protects provides receives received reduces reduced runs ran seems serves served
  speaks spoke stays stayed supports supported depends depended differs allows allowed includes included causes caused
  measures measured excludes excluded answers answered applies applied exists existed affects affected
  queda quedan quedo empieza empiezan comienza comienzan termina terminan acaba acaban necesita necesitan requiere
  requieren mantiene mantienen guarda guardan atiende atienden cubre cubren abre abren cierra cierran dura duran
  cuesta cuestan incluye incluyen contiene contienen tiene tienen tuvo puede pueden debe deben ofrece ofrecen
  permite permiten protege protegen produce producen recibe reciben reduce reducen sirve sirven vive viven
  stand dana danan tarda tardan quedaron funciona funcionan sube suben baja bajan
  depende dependen existe existen afecta afectan aplica aplican pierde pierden gana ganan paga pagan responde
  responden reune reunen repone reponen acelera aceleran mide miden muestra muestran recuerda recuerdan presta prestan
  llega llegan lleva llevan deja dejan sigue siguen vuelve vuelven sale salen cambia cambian causa causan dice dicen
  pasa pasan hace hacen da dan va van viene vienen sabe saben conoce conocen considera consideran
`);

const noNouns = listed(`
  yes no not least most more less six seven eight nine ten eleven twelve twenty hundred thousand million once twice
  away together
  already again soon later ever never always perhaps maybe too very quite only
  si quizas nunca siempre ya pronto luego despues casi muy solo apenas tampoco cuatro cinco seis siete ocho nueve diez
  antes fuera tambien aqui alli
  once doce veinte cien ciento mil aun todavia
`);

function listed(forms: string): ReadonlySet<string> {
  return new Set(forms.trim().split(/\s+/));
}
