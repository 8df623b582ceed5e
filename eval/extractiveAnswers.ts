import { citationFilter } from "../src/core/answering/citations.ts";
import { createExtractiveModel } from "../src/core/answering/extractive.ts";
import { buildEvidence } from "../src/core/retrieval/evidence.ts";
import { analyse } from "../src/core/retrieval/textAnalysis.ts";
import { sentenceSpans } from "../src/core/sentences.ts";
import type { IndexedSet } from "./indexedSet.ts";
import type { Question } from "./retrievalSet.ts";

/** What became of one question with known answers. */
export interface JudgedAnswer {
  readonly inFirstTwoSentences: boolean;
  readonly inCitedChunk: boolean;
  readonly declined: boolean;
}

const declined = "(no evidence)";
const model = createExtractiveModel({ analyse, noEvidence: () => declined });

/** Null when the set gives no answer to the question. */
export async function judgeAnswer(set: IndexedSet, question: Question): Promise<JudgedAnswer | null> {
  const known = question.answers.map(plain).filter((answer) => answer !== "");
  if (known.length === 0) return null;
  const { passages } = await set.search(question.text, 5);
  const { evidence } = buildEvidence({ random: { id: () => "", hex: () => "0" } }, passages);
  const request = { question: question.text, messages: [], evidence, locale: "es" } as const;
  const filter = citationFilter(evidence.map(({ n }) => n));
  let text = "";
  for await (const event of model.stream(request, new AbortController().signal)) {
    text += event.type === "text" ? filter.push(event.text) : filter.end();
  }
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
