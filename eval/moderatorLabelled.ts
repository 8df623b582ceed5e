import { compareAnswers } from "../src/core/moderation/comparing/compareAnswers.ts";
import { deterministicSynthesis } from "../src/core/moderation/writing/deterministicSynthesis.ts";
import { comparing } from "./moderatorComparing.ts";
import type { AnsweredQuestion, ModeratorSets } from "./moderatorSets.ts";
import { mean } from "./ndcg.ts";
import type { Figure } from "./report.ts";

/** Short answers known to be right or wrong: whether it is said that they contradict each other, and when it is not. */
export function measureLabelled({ labelled }: ModeratorSets): Figure[] {
  const mixed = labelled.filter((question) => isRightOf(question).size === 2);
  const wrongMost = mixed.filter(({ answers }) => answers.filter(isRightAnswer).length * 2 < answers.length);
  const halves = [0, 1].map((half) => mixed.filter(({ row }) => row % 2 === half));
  const pairs = labelled.flatMap(pairsOf);
  const opposed = pairs.filter(({ right }) => right === 1);
  const bothRight = pairs.filter(({ right }) => right === 2);
  const takesStand = ({ answers }: AnsweredQuestion) => !answers.some(({ text }) => abstains.test(text));
  return [
    share("right and wrong answers: contradiction seen", mixed, isSeen),
    share("the same, even rows, looked at", halves[0] ?? [], isSeen),
    share("the same, odd rows, held out", halves[1] ?? [], isSeen),
    share("the same, where no answer declines to comment", mixed.filter(takesStand), isSeen),
    share("the same: deterministic synthesis tells a contradiction", mixed, isTold),
    {
      ...share("wrong majority followed without a word", wrongMost, (question) => !isTold(question)),
      better: "lower",
    },
    share("a right and a wrong answer alone: contradiction seen", opposed, isSeen),
    { ...share("two right answers alone: contradiction reported", bothRight, isSeen), better: "lower" },
  ];
}

const abstains = /\bno comment\b|\bunknown\b|^I don't know/i;

function share<T>(what: string, items: readonly T[], is: (item: T) => boolean): Figure {
  const value = mean(items.map((item) => Number(is(item))));
  return { id: "Q10", what, value, target: null, better: "higher", reference: "", count: items.length };
}

function isRightAnswer({ label }: AnsweredQuestion["answers"][number]): boolean {
  return label === "correct";
}

function isRightOf({ answers }: AnsweredQuestion): ReadonlySet<boolean> {
  return new Set(answers.map(isRightAnswer));
}

/** Whether a right and a wrong answer stand on two sides of a conflict; of answers all right, whether there is one. */
function isSeen({ question, answers }: AnsweredQuestion): boolean {
  const { conflicts } = compareAnswers(comparing, question, voices(answers));
  const isMixed = new Set(answers.map(({ label }) => label)).size > 1;
  return conflicts.some(({ sides }) => {
    const labels = new Set(sides.flat().map(({ voice }) => answers[voice]?.label));
    return !isMixed || labels.size > 1;
  });
}

function isTold({ question, answers }: AnsweredQuestion): boolean {
  const deliberation = {
    question,
    locale: "en",
    voices: voices(answers),
    evidence: [],
    style: { personality: null, temperature: null },
  } as const;
  return deterministicSynthesis(comparing, deliberation).analysis.contradictions.length > 0;
}

function voices(answers: AnsweredQuestion["answers"]) {
  return answers.map(({ text }, i) => ({ model: `model${i}`, text, isWhole: true }));
}

function pairsOf({ question, answers }: AnsweredQuestion) {
  return answers.flatMap((one, i) =>
    answers.slice(i + 1).map((other) => ({
      question,
      answers: [one, other],
      right: [one, other].filter(isRightAnswer).length,
    })),
  );
}
