import { agreeing, conflictIn, distinct } from "./agreement.ts";
import { sentencesOf, type LabelledAnswer, type Sentence } from "./sentences.ts";

/** What a moderator reads in its prompt. */
export interface Deliberation {
  readonly question: string;
  readonly answers: readonly LabelledAnswer[];
}

/** What a good moderator writes; the text first and the claims last. Models are named by their labels. */
export type Synthesis = ReturnType<typeof synthesisOf>;

/** Of each answer; comparing takes the square of it. */
const mostSentences = 40;
/** More than a good synthesis needs, and less than what is too long. */
const enoughCharacters = 1_500;
const longestList = 7;

/** Made of the answers' own sentences: first what several say, then where they differ, then what one alone says. */
export function synthesisOf({ question, answers }: Deliberation) {
  const perAnswer = answers.map((answer) => sentencesOf(answer).slice(0, mostSentences));
  const all = perAnswer.flat();
  const conflict = conflictIn(all);
  const agreed = distinct(all.filter((one) => agreeing(one, all).length > 1));
  const chosen = upTo(enoughCharacters, distinct([...agreed, ...conflict, ...alternating(perAnswer)]));
  const isSpanish = spanish([question, ...answers.map(({ text }) => text)].join(" "));
  const themes = themesOf(question, perAnswer);
  const topics = themes.slice(0, 2);
  return {
    synthesis_text: paragraphs(chosen, agreed, conflict),
    key_themes: themes,
    contradictions: contradictionsOf(conflict),
    consensus_areas: agreed.slice(0, longestList).map(({ text }) => text),
    recommendations: topics.map((topic) =>
      isSpanish ? `Comprobar «${topic}» en las fuentes.` : `Check "${topic}" in the sources.`,
    ),
    suggested_questions: topics.map((topic) =>
      isSpanish ? `¿Qué más se sabe de «${topic}»?` : `What else is known of "${topic}"?`,
    ),
    research_areas: topics,
    connections: topics.length > 1 ? [topics.join(" – ")] : [],
    claims: chosen.map((one) => ({
      text: one.text,
      models: labelsOf(agreeing(one, all)),
      quote: one.text,
      sources: sourcesIn(one.text),
    })),
  };
}

function contradictionsOf(conflict: readonly Sentence[]) {
  const [one, other] = conflict;
  if (!one || !other) return [];
  const topic = [...one.words.intersection(other.words)].slice(0, 3).join(" ");
  return [{ topic, stances: [one, other].map(({ label, text }) => ({ models: [label], quote: text })) }];
}

/** The first sentence of each answer, then the second of each. */
function alternating(perAnswer: readonly (readonly Sentence[])[]): readonly Sentence[] {
  const longest = Math.max(0, ...perAnswer.map(({ length }) => length));
  return Array.from({ length: longest }, (_, nth) => perAnswer.flatMap((each) => each[nth] ?? [])).flat();
}

function upTo(characters: number, sentences: readonly Sentence[]): readonly Sentence[] {
  let length = 0;
  return sentences.filter(({ text }) => {
    length += text.length + 1;
    return length <= characters;
  });
}

function paragraphs(
  chosen: readonly Sentence[],
  agreed: readonly Sentence[],
  conflict: readonly Sentence[],
): string {
  const placeOf = (one: Sentence) => (conflict.includes(one) ? 1 : agreed.includes(one) ? 0 : 2);
  const parts = [0, 1, 2].map((place) => chosen.filter((one) => placeOf(one) === place));
  const filled = parts.filter(({ length }) => length > 0);
  return filled.map((sentences) => sentences.map(({ text }) => text).join(" ")).join("\n\n");
}

/** The words that most answers hold, those of the question before the others. */
function themesOf(question: string, perAnswer: readonly (readonly Sentence[])[]): readonly string[] {
  const asked = question.toLowerCase();
  const counts = new Map<string, number>();
  for (const sentences of perAnswer) {
    const words = new Set(sentences.flatMap((one) => [...one.words]));
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const weight = ([word, count]: readonly [string, number]) => count + (asked.includes(word) ? 0.5 : 0);
  const ranked = [...counts].toSorted((a, b) => weight(b) - weight(a) || b[0].length - a[0].length);
  return ranked.slice(0, 4).map(([word]) => word);
}

function sourcesIn(text: string): readonly number[] {
  return [...text.matchAll(/\[S(\d+)\]/gu)].map(([, n]) => Number(n));
}

function labelsOf(sentences: readonly Sentence[]): readonly string[] {
  return [...new Set(sentences.map(({ label }) => label))].toSorted();
}

function spanish(text: string): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(/\b(?:el|la|los|las|de|que|en|un|una)\b/giu) > count(/\b(?:the|of|and|to|is|in|an?)\b/giu);
}
