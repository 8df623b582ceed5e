import { wordsOf } from "../words.ts";
import { looseJson } from "./looseJson.ts";
import { synthesisOf, type Deliberation, type Synthesis } from "./synthesis.ts";

/** How a moderator writes; README.md says what each looks like. */
export const moderatorKinds = [
  "good",
  "plain",
  "fenced",
  "truncated",
  "broken",
  "wrong_schema",
  "invented",
  "empty",
  "too_short",
  "too_long",
  "repetitive",
  "disclaimers",
  "no_text",
] as const;
export type ModeratorKind = (typeof moderatorKinds)[number];

/** What a moderator of this kind replies; all quotes but invented ones stand in the answers to the letter. */
export function moderatorReply(kind: ModeratorKind, deliberation: Deliberation, seed: number): string {
  const synthesis = synthesisOf(deliberation);
  const { synthesis_text: text, ...analysis } = synthesis;
  const withText = (other: string) => JSON.stringify({ ...synthesis, synthesis_text: other });
  switch (kind) {
    case "good":
      return JSON.stringify(synthesis);
    case "plain":
      return text;
    case "fenced":
      return `Here is the synthesis:\n\n\`\`\`json\n${JSON.stringify(synthesis, null, 2)}\n\`\`\`\n\nThat is all.`;
    case "truncated":
      return cutInLastQuote(synthesis);
    case "broken":
      return looseJson(synthesis);
    case "wrong_schema":
      return JSON.stringify(misnamed(synthesis));
    case "invented":
      return JSON.stringify(inventing(synthesis, seed));
    case "empty":
      return JSON.stringify({ synthesis_text: "", ...emptied(analysis) });
    case "too_short":
      return withText(text.slice(0, shortest - 1).trim());
    case "too_long":
      return withText(`${text}\n\n${madeUp(seed, longest)}`);
    case "repetitive":
      return withText(repeated(text));
    case "disclaimers":
      return withText(`${disclaimers.join(" ")} ${text}`);
    case "no_text":
      return JSON.stringify(analysis);
  }
}

/** Characters that a text must have, and may have. */
const shortest = 80;
const longest = 5_000;

const disclaimers = [
  "As an AI language model, I cannot verify any of this.",
  "I cannot give professional advice.",
  "Como modelo de lenguaje, no puedo comprobar las respuestas.",
  "No puedo dar consejos profesionales.",
  "I'm not able to access the documents myself.",
  "Como inteligencia artificial, no tengo opiniones propias.",
];

/** Text and lists are whole, the last claim is not. */
function cutInLastQuote(synthesis: Synthesis): string {
  const json = JSON.stringify(synthesis);
  const mark = '"quote":"';
  const from = json.lastIndexOf(mark);
  if (from < 0) return json.slice(0, json.length / 2);
  return json.slice(0, from + mark.length + (synthesis.claims.at(-1)?.quote.length ?? 0) / 2);
}

function emptied(analysis: object): Record<string, readonly never[]> {
  return Object.fromEntries(Object.keys(analysis).map((name) => [name, []]));
}

/** The text is where it belongs; the lists are strings or have other names. */
function misnamed({ synthesis_text, ...analysis }: Synthesis): object {
  return {
    synthesis_text,
    key_themes: analysis.key_themes.join(", "),
    contradictions: analysis.contradictions.map(({ topic, stances }) => ({ about: topic, sides: stances })),
    consensus: analysis.consensus_areas,
    recommendations: analysis.recommendations.join("; "),
    questions: analysis.suggested_questions,
    research_areas: { first: analysis.research_areas[0] ?? "" },
    claims: analysis.claims.map(({ text, quote, models }) => ({ claim: text, quote: [quote], by: models })),
  };
}

/** Quotes that nobody wrote: made up from nothing and, in turn, a true one with a word put into it. */
function inventing(synthesis: Synthesis, seed: number): Synthesis {
  const inserted = wordsOf(seed, inventedFrom, 1).join("");
  const invented = (quote: string, at: number) => {
    const words = quote.split(" ");
    if (at % 2 === 1) return words.toSpliced(words.length / 2, 0, inserted).join(" ");
    return `${wordsOf(seed, inventedFrom + 1 + at * 8, 8).join(" ")}.`;
  };
  const claims = synthesis.claims.map((claim, at) => ({ ...claim, quote: invented(claim.quote, at) }));
  const contradictions = synthesis.contradictions.map(({ topic, stances }) => ({
    topic,
    stances: stances.map((stance, at) => ({ ...stance, quote: invented(stance.quote, at) })),
  }));
  return { ...synthesis, claims, contradictions };
}

/** Far from the words of answers and thoughts. */
const inventedFrom = 220_000;

/** More than so many characters, no two words alike. */
function madeUp(seed: number, characters: number): string {
  return `${wordsOf(seed, inventedFrom, characters / 6).join(" ")}.`;
}

function repeated(text: string): string {
  const [sentence = text] = text.split(/(?<=[.!?])\s/u);
  return Array.from({ length: 12 }, () => sentence.slice(0, longest / 20)).join(" ");
}
