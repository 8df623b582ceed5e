import { claimsOf } from "../src/core/moderation/comparing/claims.ts";
import { deterministicSynthesis } from "../src/core/moderation/writing/deterministicSynthesis.ts";
import { supportOf } from "../src/core/moderation/comparing/attribution.ts";
import { comparing } from "./moderatorComparing.ts";
import type { AnsweredQuestion, ModeratorSets } from "./moderatorSets.ts";
import { mean } from "./ndcg.ts";
import type { Figure } from "./report.ts";

/** The synthesis made by rules alone: what it may quote, whether it is always the same, how long it takes and is. */
export function measureSynthesis({ answered, labelled }: ModeratorSets): Figure[] {
  const runs = [...answered, ...labelled].map(synthesise);
  const own = runs.filter(({ isLong }) => isLong);
  const figure = (what: string, values: readonly number[], target: number | null = null): Figure => {
    return {
      id: "Q10",
      what,
      value: mean(values),
      target,
      better: "higher",
      reference: "",
      count: values.length,
    };
  };
  return [
    figure(
      "quotes that the named answer holds",
      runs.flatMap(({ quotes }) => quotes),
      1,
    ),
    figure(
      "same bytes twice",
      runs.map(({ isSame }) => Number(isSame)),
      1,
    ),
    figure(
      "same text with the answers the other way round",
      runs.map(({ isSameTurned }) => Number(isSameTurned)),
    ),
    {
      ...figure(
        "milliseconds a synthesis of long answers",
        own.map(({ ms }) => ms),
      ),
      better: "lower",
    },
    {
      ...figure(
        "its length in answers",
        own.map(({ length }) => length),
      ),
      better: "lower",
    },
  ];
}

/** How many sentences of an answer made of several are traced to one of them, and to an answer about something else. */
export function measureAttribution({ syntheses }: ModeratorSets): Figure[] {
  const traced = (about: (row: number) => string | undefined) =>
    syntheses.flatMap(({ round2 }, row) => {
      const claims = claimsOf(comparing, voices([{ text: about(row) ?? "" }]));
      const sentences = claimsOf(comparing, voices([{ text: round2 }]));
      return sentences.map(({ text }) => Number(supportOf(comparing, text, claims) !== null));
    });
  const figure = (what: string, values: readonly number[]) => ({
    id: "Q10",
    what,
    value: mean(values),
    target: null,
    reference: "",
    count: values.length,
  });
  const itself = traced((row) => syntheses[row]?.round2);
  const first = traced((row) => syntheses[row]?.round1);
  const foreign = traced((row) => syntheses[(row + 7) % syntheses.length]?.round1);
  return [
    { ...figure("sentences traced to their own text", itself), better: "higher" },
    { ...figure("sentences of a synthesis traced to one of its answers", first), better: "higher" },
    { ...figure("the same to the answer of another question", foreign), better: "lower" },
  ];
}

interface Run {
  /** 1 for each quote that an answer it names holds, else 0. */
  readonly quotes: readonly number[];
  readonly isSame: boolean;
  readonly isSameTurned: boolean;
  readonly isLong: boolean;
  readonly ms: number;
  /** Of the text, in mean lengths of the answers. */
  readonly length: number;
}

function synthesise({ question, answers }: AnsweredQuestion): Run {
  const started = performance.now();
  const { text, analysis } = deterministicSynthesis(comparing, deliberation(question, answers));
  const ms = performance.now() - started;
  const again = deterministicSynthesis(comparing, deliberation(question, answers));
  const turned = deterministicSynthesis(comparing, deliberation(question, answers.toReversed()));
  const textByModel = new Map(voices(answers).map((voice) => [voice.model, voice.text]));
  const quoted = [...analysis.claims, ...analysis.contradictions.flatMap(({ stances }) => stances)];
  const meanLength = mean(answers.map((answer) => answer.text.length));
  return {
    quotes: quoted.map(({ quote, models }) =>
      Number(models.some((model) => textByModel.get(model)?.includes(quote))),
    ),
    isSame: JSON.stringify({ text, analysis }) === JSON.stringify(again),
    isSameTurned: text === turned.text,
    isLong: meanLength >= 500,
    ms,
    length: text.length / meanLength,
  };
}

function deliberation(question: string, answers: readonly { readonly text: string }[]) {
  const style = { personality: null, temperature: null };
  return { question, locale: "en", voices: voices(answers), evidence: [], style } as const;
}

function voices(answers: readonly { readonly text: string }[]) {
  return answers.map(({ text }, i) => ({ model: `model${i}`, text, isWhole: true }));
}
