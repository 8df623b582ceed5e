import type { IndexedSet } from "./indexedSet.ts";
import { rankingQuality } from "./ndcg.ts";
import type { Figure } from "./report.ts";
import type { Question } from "./retrievalSet.ts";

/** Q2: what the ranking of Spanish questions loses when they are typed without accents. */
export async function measureAccents(
  name: string,
  set: IndexedSet,
  questions: readonly Question[],
  whole: number,
): Promise<Figure[]> {
  const lost = async (spelling: (text: string) => string) => {
    const respelled = questions.map((question) => ({ ...question, text: spelling(question.text) }));
    return whole - (await rankingQuality(set, respelled));
  };
  const common = { id: "Q2", better: "lower", reference: "BM25 .009", count: questions.length } as const;
  return [
    {
      ...common,
      what: `${name}: nDCG@10 lost without accents`,
      value: await lost(withoutAccents),
      target: 0.01,
    },
    { ...common, what: `${name}: the same, n for ñ`, value: await lost(inAscii), target: null },
  ];
}

function withoutAccents(text: string): string {
  return text
    .normalize("NFD")
    .replace(/([nN]\u0303)|[\u0300-\u036f]/g, (_, letter: string | undefined) => letter ?? "")
    .normalize("NFC");
}

function inAscii(text: string): string {
  return withoutAccents(text).replaceAll("ñ", "n").replaceAll("Ñ", "N");
}
