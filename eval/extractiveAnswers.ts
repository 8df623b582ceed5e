import { citationFilter } from "../src/core/answering/citations.ts";
import { createExtractiveModel } from "../src/core/answering/extractive.ts";
import { buildEvidence } from "../src/core/retrieval/evidence.ts";
import { analyse } from "../src/core/retrieval/textAnalysis.ts";
import { sentenceSpans } from "../src/core/sentences.ts";
import { indexSet, type IndexedSet } from "./indexedSet.ts";
import { mapInTurn, mean } from "./ndcg.ts";
import type { Figure } from "./report.ts";
import type { Question, RetrievalSet } from "./retrievalSet.ts";

/** Q5 for a set whose questions carry known answers; nothing for any other. */
export async function measureAnswers(
  name: string,
  set: IndexedSet,
  { corpus, questions }: RetrievalSet,
): Promise<Figure[]> {
  const judged = await judgeAll(set, questions);
  if (judged.length === 0) return [];
  const share = (answers: readonly JudgedAnswer[], is: (answer: JudgedAnswer) => boolean) =>
    mean(answers.map((answer) => Number(is(answer))));
  const common = { id: "Q5", better: "higher", reference: "", target: null, count: judged.length } as const;
  const answered = share(judged, (answer) => answer.inFirstTwoSentences);
  const cited = share(judged, (answer) => answer.inCitedChunk);
  const declined = share(judged, (answer) => answer.declined);
  const strangers = await judgeStrangers({ corpus, questions });
  const turnedAway = share(strangers, (answer) => answer.declined);
  return [
    { ...common, what: `${name}: answer in the first two sentences`, value: answered, target: 0.7 },
    { ...common, what: `${name}: answer in a cited chunk`, value: cited, target: 0.85 },
    { ...common, what: `${name}: answerable, no evidence said`, value: declined, better: "lower" },
    {
      ...common,
      what: `${name}: about no indexed article, no evidence said`,
      value: turnedAway,
      count: strangers.length,
    },
  ];
}

/** Half of the articles are indexed, and those questions asked that only the other half answers. */
async function judgeStrangers({ corpus, questions }: RetrievalSet): Promise<JudgedAnswer[]> {
  const titles = [...new Set(corpus.map(({ title }) => title))];
  const known = new Set(titles.filter((_, i) => i % 2 === 0));
  const kept = corpus.filter(({ title }) => known.has(title));
  const ids = new Set(kept.map(({ _id }) => _id));
  const set = await indexSet(kept);
  try {
    return await judgeAll(
      set,
      questions.filter(({ relevance }) => ![...relevance.keys()].some((id) => ids.has(id))),
    );
  } finally {
    await set.close();
  }
}

async function judgeAll(set: IndexedSet, questions: readonly Question[]): Promise<JudgedAnswer[]> {
  return (await mapInTurn(questions, (question) => judgeAnswer(set, question))).filter(
    (answer) => answer !== null,
  );
}

/** What became of one question with known answers. */
interface JudgedAnswer {
  readonly inFirstTwoSentences: boolean;
  readonly inCitedChunk: boolean;
  readonly declined: boolean;
}

const declined = "(no evidence)";
const model = createExtractiveModel({ analyse, noEvidence: () => declined });

/** Null when the set gives no answer to the question. */
async function judgeAnswer(set: IndexedSet, question: Question): Promise<JudgedAnswer | null> {
  const known = question.answers.map(plain).filter((answer) => answer !== "");
  if (known.length === 0) return null;
  const { passages } = await set.search(question.text, 5);
  const { evidence } = buildEvidence(
    { random: { id: () => "", hex: () => "0", fraction: () => 0 } },
    passages,
  );
  const request = { question: question.text, messages: [], evidence, locale: "es" } as const;
  const filter = citationFilter(evidence.map(({ n }) => n));
  let text = "";
  for await (const batch of model.stream(request, new AbortController().signal)) {
    for (const event of batch) text += event.type === "text" ? filter.push(event.text) : "";
  }
  text += filter.end();
  const unmarked = text.replace(/\s*\[S\d+\]/g, "");
  const [, second] = sentenceSpans(unmarked);
  const firstTwo = plain(unmarked.slice(0, second?.end));
  const cited = evidence.filter(({ n }) => filter.cited().includes(n)).map((passage) => plain(passage.text));
  return {
    inFirstTwoSentences: known.some((answer) => firstTwo.includes(answer)),
    inCitedChunk: known.some((answer) => cited.some((passage) => passage.includes(answer))),
    declined: text === declined,
  };
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
