import type { Voice } from "../../answering/moderator.ts";
import type { LabelledAnswer } from "../asking/answerOrder.ts";

/** What the labels of a prompt stand for. */
export interface AnswerLabels {
  /** Places of the answers that a moderator model names: "A", "Answer B", "A, C" or a model's id. */
  readonly voicesOf: (named: readonly string[]) => readonly number[];
  /** The text with models where it names answers ("Answer A", "las respuestas A y B") and without marks (`[A]`). */
  readonly withoutLabels: (text: string) => string;
}

/** What the question or an answer itself calls "answer A" is no label and stays. */
export function answerLabels(
  answers: readonly LabelledAnswer[],
  voices: readonly Voice[],
  question: string,
): AnswerLabels {
  const voiceByLabel = new Map(answers.map((answer) => [answer.label, answer.voice]));
  const material = [question, ...voices.map(({ text }) => text)].join("\n");
  /** The noun may begin in either case there; a label is never in lower case ("answer a question"). */
  const isMaterial = (said: string) => material.includes(said.trim().replace(/^\p{L}/u, ""));

  /** Models behind a list of labels; null when one of them is none. */
  const modelsIn = (list: string): readonly string[] | null => {
    const models = labelsIn(list).map((each) => voices[voiceByLabel.get(each) ?? -1]?.model);
    const known = models.filter((model) => model !== undefined);
    return known.length === models.length ? [...new Set(known)] : null;
  };

  return {
    voicesOf(named) {
      const places = named.flatMap((name) => {
        const known = voices.findIndex(({ model }) => model === name.trim());
        if (known !== -1) return [known];
        const isLabel = /^\s*[a-z]\d?\s*$/i.test(name);
        return labelsIn(isLabel ? name.toUpperCase() : name).flatMap((each) => voiceByLabel.get(each) ?? []);
      });
      return [...new Set(places)];
    },
    withoutLabels(text) {
      return text
        .replace(mark, (whole: string, noun: string | undefined, list: string) => {
          const isMark = noun !== undefined || whole.trimStart().startsWith("[");
          return isMark && modelsIn(list) && !isMaterial(whole) ? "" : whole;
        })
        .replace(mention, (whole: string, contracted: string | undefined, noun: string, list: string) => {
          const models = modelsIn(list);
          if (!models || isMaterial(`${noun} ${list}`)) return whole;
          const said = inWords(models, /^(?:respuesta|modelo)/i.test(noun) ? "y" : "and");
          return contracted === undefined ? said : `${contracted} ${said}`;
        });
    },
  };
}

const nouns = "[Aa]nswers?|[Rr]esponses?|[Rr]espuestas?|[Mm]odels?|[Mm]odelos?";
const label = String.raw`[A-Z]\d?\b`;
const and = String.raw`\s*,\s*(?:(?:and|y|e)\s+)?|\s+(?:and|y|e)\s+|\s*[&/]\s*`;
const labels = String.raw`${label}(?:(?:${and})(?:(?:(?:la|el|the)\s+)?(?:${nouns})\s+)?${label})*`;
/** `[A]`, `[A, B]`, `(Answer A)`; a link's text is none. */
const mark = new RegExp(String.raw`[ \t]*[[(]((?:${nouns})\s+)?(${labels})[\])](?!\()`, "g");
const mention = new RegExp(
  String.raw`\b(?:([Dd]e|[Aa])l\s+|(?:[Tt]he|[Ll]as?|[Ll]os|[Ee]l)\s+)?(${nouns})\s+(${labels})`,
  "g",
);

function labelsIn(text: string): readonly string[] {
  return text.match(/\b[A-Z]\d?\b/g) ?? [];
}

function inWords(names: readonly string[], conjunction: string): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}
