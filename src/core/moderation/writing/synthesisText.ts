import type { SynthesisClaim } from "../../../contract/synthesis.ts";
import type { Voice } from "../../answering/moderator.ts";
import { disputePassage } from "./disputePassage.ts";
import type { Dispute } from "./disputes.ts";
import { mainPassages } from "./mainPassages.ts";
import type { Material } from "./material.ts";
import { bulleted, type Passage } from "./passages.ts";
import type { Phrases } from "./phrases.ts";
import type { Statement } from "./statements.ts";

const mostCharacters = 5_000;
const leastCharacters = 80;
const longestMain = 3_600;
const shortestMain = 1_200;
/** Kept free beside the main part for what one answer alone says. */
const spare = 600;
const mostDisputes = 3;
const longestDisputes = 2_600;
const mostOpen = 3;

/**
 * The answer for the person who asked: what the answers agree on, then where they contradict each other, what one
 * alone says and what stays open; a contradiction about the question itself comes first. Between 80 and 5,000
 * characters: where it would be longer, what matters least is left out.
 */
export function synthesisText(phrases: Phrases, material: Material): Passage {
  const { compared, disputes, needsExcerpt } = material;
  const { voices } = compared;
  const first = told(
    phrases,
    material,
    disputes.filter(({ isCentral }) => isCentral || needsExcerpt),
    true,
  );
  const others = disputes.filter(({ isCentral }) => !isCentral && !needsExcerpt);
  const second = told(phrases, material, others.slice(0, first ? 1 : mostDisputes), first === null);
  const before: Part = { passage: first, rank: 0 };
  const contradicted: Part = { passage: second, rank: 2 };
  const open: Part = { passage: openPassage(phrases, material.open.slice(0, mostOpen)), rank: 5 };
  const room = mostCharacters - lengthOf([before, contradicted, open]) - spare;
  const most = Math.min(longestMain, Math.max(shortestMain, room));
  const [main = null, ...more] = mainPassages(phrases, material, most);
  const quoted = new Set(
    [main, ...more].flatMap((passage) => passage?.claims.map(({ quote }) => quote) ?? []),
  );
  const alone = (intro: string, statements: readonly Statement[]) =>
    listed(
      voices,
      intro,
      statements.filter(({ quote }) => !quoted.has(quote)),
    );
  const isToldByOne = main?.text.startsWith(`${phrases.toldByOne}\n`) === true;
  const cut = voices.filter(({ isWhole }) => !isWhole).length;
  return fitted(phrases, [
    before,
    {
      passage: isToldByOne ? joined(main, alone(phrases.toldByOne, material.emphasis.others)) : main,
      rank: 1,
    },
    { passage: refutedPassage(phrases, material), rank: 1 },
    contradicted,
    ...more.map((passage) => ({ passage, rank: 3 })),
    { passage: alone(phrases.warnedByOne, material.emphasis.warnings), rank: 4 },
    { passage: isToldByOne ? null : alone(phrases.toldByOne, material.emphasis.others), rank: 6 },
    open,
    { passage: cut === 0 ? null : { text: phrases.cutShort(cut), claims: [] }, rank: 7 },
  ]);
}

/** As many of the contradictions as leave room for the rest, one in any case. */
function told(
  phrases: Phrases,
  { compared: { voices, evidence } }: Material,
  disputes: readonly Dispute[],
  isFirst: boolean,
): Passage | null {
  const counts = Array.from({ length: mostDisputes }, (_, i) => mostDisputes - i);
  const passages = counts.map((count) =>
    disputePassage(phrases, voices, disputes.slice(0, count), evidence.length > 0, isFirst),
  );
  return (
    passages.find((passage) => !passage || passage.text.length <= longestDisputes) ?? passages.at(-1) ?? null
  );
}

function refutedPassage(phrases: Phrases, { refuted }: Material): Passage | null {
  const [first] = refuted;
  if (!first) return null;
  const marks = first.sources.map((source) => `[S${source}]`).join("");
  const text = phrases.refuted(marks, first.sources.length > 1, first.statement.text);
  return { text, claims: [] };
}

/** Two lists under one heading, the first one's. */
function joined(list: Passage | null, further: Passage | null): Passage | null {
  if (!list || !further) return list ?? further;
  const points = further.text.slice(further.text.indexOf("\n"));
  return { text: `${list.text}${points}`, claims: [...list.claims, ...further.claims] };
}

interface Part {
  readonly passage: Passage | null;
  /** What has the highest gives way first. */
  readonly rank: number;
}

function fitted(phrases: Phrases, parts: readonly Part[]): Passage {
  const ranks = [...new Set(parts.map(({ rank }) => rank))].toSorted((a, b) => a - b);
  const most =
    ranks.findLast((rank) => lengthOf(parts.filter((part) => part.rank <= rank)) <= mostCharacters) ?? 0;
  const kept = parts.flatMap(({ passage, rank }) => (passage && rank <= most ? passage : []));
  const text = kept.map((passage) => passage.text).join("\n\n");
  return {
    text: text.length < leastCharacters ? [text, phrases.brief].join(/\n- /.test(text) ? "\n\n" : " ") : text,
    claims: onceEach(kept.flatMap(({ claims }) => claims)),
  };
}

/** A sentence that stands in two parts, one entry with the models of both. */
function onceEach(claims: readonly SynthesisClaim[]): readonly SynthesisClaim[] {
  const claimByText = new Map<string, SynthesisClaim>();
  for (const claim of claims) {
    const known = claimByText.get(claim.text);
    const models = [...new Set([...(known?.models ?? []), ...claim.models])];
    claimByText.set(claim.text, { ...(known ?? claim), models });
  }
  return [...claimByText.values()];
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { passage }) => sum + (passage ? passage.text.length + 2 : 0), 0);
}

function listed(voices: readonly Voice[], intro: string, statements: readonly Statement[]): Passage | null {
  return statements.length === 0 ? null : bulleted(voices, intro, statements);
}

function openPassage(phrases: Phrases, questions: readonly string[]): Passage | null {
  if (questions.length === 0) return null;
  return { text: [phrases.open, ...questions.map((question) => `- ${question}`)].join("\n"), claims: [] };
}
