import { folded } from "./tokens.ts";

/** "yes" or "no" when the text opens with one of them, or with another word for it; null otherwise. */
export function opening(text: string): "yes" | "no" | null {
  const start = folded(text.slice(0, 80).replace(/[*_]+/g, "")).replace(/^[\s"'«“*_¡(]+/, "");
  if (yes.test(start)) return "yes";
  return no.test(start) ? "no" : null;
}

export function isGreeting(text: string): boolean {
  return text.length <= 120 && greeting.test(folded(text));
}

/** Offers of further help and good wishes. */
export function isClosing(text: string): boolean {
  const words = folded(text);
  return closing.test(words) || /^[¡]?(?:good luck|buena suerte|enjoy|que lo disfrutes)\b/.test(words);
}

/** What a model says about itself or to be on the safe side, not about the matter. */
export function isDisclaimer(text: string): boolean {
  return disclaimer.test(folded(text));
}

/** "I don't know", "it is unclear": contradicts nobody. */
export function isAbstention(text: string): boolean {
  return abstention.test(folded(text)) || isDisclaimer(text);
}

/** "It depends": there is no one answer. */
export function isOpenAnswer(text: string): boolean {
  return openAnswer.test(folded(text));
}

const abstention =
  /^(?:unknown|unclear|desconocido|nobody knows|no one knows|nadie (?:lo )?sabe)\b|\b(?:i (?:do not|don't) know|no lo se|no se sabe|(?:it is|it's|is|remains|are) (?:unknown|unclear|not known|uncertain|ambiguous)|(?:es|son|sigue siendo) (?:desconocid|incierto|ambigu)|no (?:known )?records? (?:of|exist|kept|is known)|question is (?:ambiguous|unclear)|hard to (?:say|tell|know)|dificil de (?:decir|saber)|not enough information|no hay (?:informacion|datos) suficientes?)/;
const openAnswer =
  /\b(?:(?:it|this|that|which|answer|esto|eso|respuesta) (?:\S+ )?(?:depends?|varies|vary|depende|varia)|^depends|^depende|depends on|depende de(?:l)?|varies (?:by|from|with|depending)|varia segun|people (?:would )?disagree|no (?:consensus|agreement|one answer|single answer)|no hay (?:consenso|una (?:sola|unica) respuesta)|subjective|subjetivo)\b/;

const yes =
  /^(?:yes|yeah|yep|si|correct|correcto|true|verdadero|cierto|indeed|exacto|asi es|por supuesto|claro que si|efectivamente|absolutely|definitely|of course)(?=[\s,.;:!—–-]|$)(?! no)/;
const no =
  /^(?:no|nope|false|falso|incorrect|incorrecto|not really|not necessarily|not at all|not exactly|no necesariamente|para nada|en absoluto|de ningun modo|never|nunca|jamas)(?=[\s]*[,.;:!—–-]|\s*$)/;

const greeting =
  /^[¡!]?(?:hola|hello|hi|hey|dear|estimad|buenos dias|buenas tardes|good morning|gracias|thank|claro|por supuesto|sure|certainly|of course|absolutely|great question|good question|buena pregunta|excelente pregunta|con gusto|happy to|i'd be happy|here(?:'s| is| are)|aqui (?:tienes?|esta)|a continuacion|below (?:is|are)|the following|let's|let me|vamos a|veamos)\b/;

const closing =
  /\b(?:let me know|feel free|hope (?:this|that|it) helps|i hope (?:this|you)|happy to help|if you (?:have|need|would like|want) (?:any|more|further|to know)|don't hesitate|do not hesitate|espero que (?:esto|te|le|haya)|si (?:tienes?|necesitas?|deseas?|quieres?) (?:mas|alguna|algo|otra|saber|que)|no dud(?:es|e) en|avisame|hazme saber|estoy aqui para|thank you for|gracias por)\b/;

const disclaimer =
  /\b(?:as an? (?:ai|artificial intelligence|language model|large language|assistant)|i am an? (?:ai|language model|artificial)|i'm an? (?:ai|language model|artificial)|como (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje|asistente)|soy una? (?:ia|inteligencia artificial|modelo de lenguaje|asistente)|my (?:knowledge|training|last update)|mi (?:conocimiento|entrenamiento|ultima actualizacion)|i (?:cannot|can't|can not|am unable|am not able|do not have|don't have) (?:to )?(?:provide|access|browse|real-time|personal|assist|help|comment|give|an opinion|opinions|any comment)|no puedo (?:proporcionar|dar|ofrecer|acceder|ayudar|opinar)|i have no comment|no comment|no tengo (?:comentarios|opinion|acceso)|sin comentarios|i(?:'m| am) sorry|lo siento|i apologi[sz]e|disculpa|(?:consult|consulta|consulte) (?:a|an|with|con|al?|un|una)\b.{0,40}(?:professional|doctor|lawyer|expert|advisor|profesional|medico|abogado|experto)|(?:is|es) (?:important|importante|worth|crucial) (?:to (?:note|remember|mention|consult|keep in mind)|noting|señalar|recordar|tener en cuenta|mencionar|destacar)(?: que| that)? (?:.{0,60}(?:may|can|might|could|pueden?|podrian?) (?:vary|change|differ|variar|cambiar|diferir)|this is|esto es|esta es|these are|estos son|i am|i'm|soy))/;
