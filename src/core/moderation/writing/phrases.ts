import type { Locale } from "../../../contract/common.ts";

/** What a synthesis says in its own words, around the sentences that it takes from answers. */
export interface Phrases {
  readonly isSpanish: boolean;
  /** How many of `total` answers say what was just said in that many `points`; from `least` to `most` of them. */
  readonly sharedBy: (points: number, least: number, most: number, total: number) => string;
  readonly shared: string;
  readonly alsoShared: string;
  /** Where a contradiction stood first. */
  readonly otherwiseShared: string;
  /** The topic is null where it is the question itself. */
  readonly disagree: (topic: string | null) => string;
  readonly disagreeToo: (topic: string | null) => string;
  /** One side of a contradiction, and how many answers take it. */
  readonly side: (count: number, quote: string) => string;
  readonly supportedBy: (marks: string, several: boolean) => string;
  readonly contradictedBy: (marks: string, several: boolean) => string;
  readonly sourcesSilent: string;
  /** The sources support a side that fewer answers take. */
  readonly againstMajority: string;
  /** The sources contradict what the answers agree on. */
  readonly refuted: (marks: string, several: boolean, quote: string) => string;
  readonly undecided: string;
  /** After answers of which none says what another says. */
  readonly unbacked: string;
  readonly toldByOne: string;
  readonly warnedByOne: string;
  /** Before brief answers that say something else than what others agree on. */
  readonly otherwise: (count: number) => string;
  readonly eachSays: string;
  /** Before answers that are much alike and hold no sentence in common. */
  readonly inOwnWords: string;
  readonly fullest: (total: number) => string;
  readonly identical: (total: number) => string;
  readonly noAnswer: (total: number) => string;
  readonly theySay: string;
  readonly open: string;
  readonly cutShort: (count: number) => string;
  readonly brief: string;
  /** The question asked again with what there is to choose from. */
  readonly whichOf: (question: string, options: readonly string[]) => string;
  readonly whichFigure: (topic: string, options: readonly string[]) => string;
  readonly isItTrue: (clause: string) => string;
  readonly whatChanges: (condition: string) => string;
  readonly whatElse: (theme: string) => string;
  readonly connect: (models: readonly string[], one: string, other: string) => string;
}

const es: Phrases = {
  isSpanish: true,
  sharedBy: (points, least, most, total) => {
    if (least === total) return `${everyEs(total)} respuestas coinciden en esto.`;
    const some = least === most ? numberEs(most) : `entre ${numberEs(least)} y ${numberEs(most)}`;
    return `${points === 1 ? "Lo" : "Cada punto lo"} dicen ${some} de las ${numberEs(total)} respuestas.`;
  },
  shared: "Las respuestas coinciden en esto:",
  alsoShared: "También coinciden en esto:",
  otherwiseShared: "En esto sí coinciden:",
  disagree: (topic) =>
    topic === null ? "Las respuestas se contradicen:" : `Las respuestas no coinciden sobre «${topic}»:`,
  disagreeToo: (topic) =>
    topic === null ? "Tampoco coinciden en esto:" : `Tampoco coinciden sobre «${topic}»:`,
  side: (count, quote) =>
    `${capital(numberEs(count))} ${count === 1 ? "respuesta" : "respuestas"}: «${quote}»`,
  supportedBy: (marks, several) => `${marks} ${several ? "lo respaldan" : "lo respalda"}.`,
  contradictedBy: (marks, several) => `${marks} ${several ? "dicen" : "dice"} otra cosa.`,
  sourcesSilent: "Las fuentes no lo aclaran.",
  againstMajority: "Las fuentes no respaldan lo que dice la mayoría.",
  refuted: (marks, several, quote) =>
    `${marks} ${several ? "contradicen" : "contradice"} lo que dicen estas respuestas: «${quote}»`,
  undecided: "Nada de lo dicho permite saber cuál es la correcta; conviene comprobarlo.",
  unbacked: "Ninguna de estas respuestas respalda a otra; conviene comprobarlas.",
  toldByOne: "Solo lo dice una respuesta:",
  warnedByOne: "Una sola respuesta advierte:",
  otherwise: (count) =>
    count === 1 ? "Una respuesta contesta otra cosa:" : "Otras respuestas contestan otra cosa:",
  eachSays: "Cada respuesta dice algo distinto:",
  inOwnWords: "Cada respuesta lo dice a su manera:",
  fullest: (total) => `La más completa de las ${numberEs(total)} respuestas lo explica así:`,
  identical: (total) => `${everyEs(total)} respuestas son idénticas.`,
  noAnswer: (total) => `Ninguna de las ${numberEs(total)} respuestas contesta la pregunta.`,
  theySay: "Esto es lo que dicen:",
  open: "Queda por aclarar:",
  cutShort: (count) =>
    count === 1
      ? "Una de las respuestas quedó cortada."
      : `${capital(numberEs(count))} respuestas quedaron cortadas.`,
  brief: "Son respuestas breves: no dan más razones ni detalles.",
  whichOf: (question, options) => `${question}: ${listed(options, orEs)}?`,
  whichFigure: (topic, options) => `¿Qué dato es el correcto sobre «${topic}»: ${listed(options, orEs)}?`,
  isItTrue: (clause) => `¿Es cierto que ${clause}?`,
  whatChanges: (condition) => `¿Qué cambia según ${condition}?`,
  whatElse: (theme) => `¿Qué más se sabe sobre «${theme}»?`,
  connect: (models, one, other) =>
    `${listed(models, () => "y")} ${models.length === 1 ? "relaciona" : "relacionan"} «${one}» con «${other}»`,
};

const en: Phrases = {
  isSpanish: false,
  sharedBy: (points, least, most, total) => {
    if (least === total) return `${everyEn(total)} answers agree on this.`;
    const some = least === most ? numberEn(most) : `${numberEn(least)} to ${numberEn(most)}`;
    if (points > 1) return `Each point is made by ${some} of the ${numberEn(total)} answers.`;
    return `${capital(some)} of the ${numberEn(total)} answers say so.`;
  },
  shared: "The answers agree on this:",
  alsoShared: "They also agree on this:",
  otherwiseShared: "On this they do agree:",
  disagree: (topic) =>
    topic === null ? "The answers contradict each other:" : `The answers disagree about “${topic}”:`,
  disagreeToo: (topic) =>
    topic === null ? "They also disagree here:" : `They also disagree about “${topic}”:`,
  side: (count, quote) => `${capital(numberEn(count))} ${count === 1 ? "answer" : "answers"}: “${quote}”`,
  supportedBy: (marks, several) => `${marks} ${several ? "support" : "supports"} it.`,
  contradictedBy: (marks, several) => `${marks} ${several ? "say" : "says"} otherwise.`,
  sourcesSilent: "The sources do not settle it.",
  againstMajority: "The sources do not support what most answers say.",
  refuted: (marks, several, quote) =>
    `${marks} ${several ? "contradict" : "contradicts"} what these answers say: “${quote}”`,
  undecided: "Nothing said here settles which is right; it is worth checking.",
  unbacked: "None of these answers backs another up; they are worth checking.",
  toldByOne: "Only one answer says this:",
  warnedByOne: "Only one answer warns:",
  otherwise: (count) =>
    count === 1 ? "One answer says something else:" : "Other answers say something else:",
  eachSays: "Each answer says something different:",
  inOwnWords: "Each answer puts it in its own words:",
  fullest: (total) => `The fullest of the ${numberEn(total)} answers puts it this way:`,
  identical: (total) => `${everyEn(total)} answers are identical.`,
  noAnswer: (total) => `None of the ${numberEn(total)} answers responds to the question.`,
  theySay: "This is what they say:",
  open: "Still open:",
  cutShort: (count) =>
    count === 1 ? "One of the answers was cut short." : `${capital(numberEn(count))} answers were cut short.`,
  brief: "The answers are brief: they give no further reasons or details.",
  whichOf: (question, options) => `${question}: ${listed(options, () => "or")}?`,
  whichFigure: (topic, options) => `Which is right about “${topic}”: ${listed(options, () => "or")}?`,
  isItTrue: (clause) => `Is it true that ${clause}?`,
  whatChanges: (condition) => `What changes with ${condition}?`,
  whatElse: (theme) => `What else is known about “${theme}”?`,
  connect: (models, one, other) =>
    `${listed(models, () => "and")} ${models.length === 1 ? "connects" : "connect"} “${one}” with “${other}”`,
};

export const phrasesByLocale: Readonly<Record<Locale, Phrases>> = { es, en };

const numbersEs = "cero una dos tres cuatro cinco seis siete ocho nueve diez".split(" ");
const numbersEn = "zero one two three four five six seven eight nine ten".split(" ");

function numberEs(count: number): string {
  return numbersEs[count] ?? String(count);
}

function numberEn(count: number): string {
  return numbersEn[count] ?? String(count);
}

function everyEs(total: number): string {
  return `Las ${numberEs(total)}`;
}

function everyEn(total: number): string {
  return total === 2 ? "Both" : `All ${numberEn(total)}`;
}

/** `o` becomes `u` before the sound of another o. */
function orEs(next: string): string {
  return /^(?:h?o|8|11\b)/i.test(next) ? "u" : "o";
}

function listed(items: readonly string[], joint: (last: string) => string): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${joint(last)} ${last}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
