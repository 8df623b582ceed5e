import type { ConfidenceLevel } from "../../contract/confidence.ts";
import type { MessageMetadata } from "../../contract/conversations.ts";
import type { TurnOutcome } from "../../contract/events.ts";
import { message } from "../../contract/messages.ts";
import type { Source } from "../../contract/retrieval.ts";
import type { Language } from "../language.ts";
import { sureFrom } from "../requiresVerification.ts";
import { sentenceSpans } from "../sentences.ts";

/** Index terms of a text, stop words left out. */
export interface TermsDep {
  readonly analyse: (text: string, languages: readonly Language[]) => readonly string[];
}

/** An answer as it is kept. */
export interface JudgedAnswer {
  readonly question: string;
  readonly text: string;
  /** When it was asked, in milliseconds since the epoch. */
  readonly at: number;
  readonly outcome: TurnOutcome;
  readonly metadata: MessageMetadata;
}

/** Each 0..1. */
export interface ConfidenceParts {
  readonly coverage: number;
  readonly completeness: number;
  readonly match: number;
  readonly agreement: number;
}

export interface Confidence {
  readonly level: ConfidenceLevel;
  /** 0..1, two decimals. */
  readonly value: number;
}

/** Below, a question counts as unresolved. */
export const hardly = 0.5;

/**
 * How well the documents bear an answer out: .35 coverage + .25 completeness + .20 match + .20 agreement. It is
 * computed from what the answer cites, so it is no probability of being right, and what one model says from no document
 * cannot pass .25. A turn that was not completed has 0.
 */
export function confidenceOf(deps: TermsDep, answer: JudgedAnswer): Confidence {
  if (answer.outcome !== "completed") return { level: "low", value: 0 };
  const { coverage, completeness, match, agreement } = confidenceParts(deps, answer);
  const value = Math.round(35 * coverage + 25 * completeness + 20 * match + 20 * agreement) / 100;
  return { level: value >= sureFrom ? "high" : value >= hardly ? "medium" : "low", value };
}

export function confidenceParts({ analyse }: TermsDep, answer: JudgedAnswer): ConfidenceParts {
  const { question, text, at, metadata } = answer;
  const sources = metadata.sources ?? [];
  const finished = finishedShare(text, metadata);
  const parts = partsOf(question);
  // Most chats: nothing was looked up, and there is nothing to compare.
  if (sources.length === 0 && parts.length <= 1) {
    const agreement = agreementOf({ metadata, cited: [], at, supports: () => false });
    return { coverage: 0, completeness: finished, match: 0, agreement };
  }
  const cited = citedSources(text, sources);
  // What the answer does not cite may still be what it was made of.
  const shown = cited.length > 0 ? cited : sources;
  const termsOf = (part: string) => new Set(analyse(part, []));
  const asked = termsOf(question);
  const shownTerms = termsOf(shown.map(({ snippet }) => snippet).join("\n"));
  const found = new Set([...termsOf(text), ...shownTerms]);
  return {
    coverage: Math.max(citedShare(text, cited), held(asked, shownTerms) / (cited.length > 0 ? 1 : 2)),
    completeness: finished * partsAddressed(parts.map(termsOf), found),
    match: bestMatch(shown),
    agreement: agreementOf({
      metadata,
      cited,
      at,
      supports: ({ snippet }) => held(asked, termsOf(snippet)) >= 0.5,
    }),
  };
}

/** The sources that the answer points to, in their order. */
export function citedSources(text: string, sources: readonly Source[]): Source[] {
  const numbers = new Set(Array.from(text.matchAll(mark), ([, n]) => Number(n)));
  return sources.filter(({ n }) => numbers.has(n));
}

/** Coverage: the share of the sentences that point to a source. */
export function citedShare(text: string, cited: readonly Source[]): number {
  if (cited.length === 0) return 0;
  const sentences = sentenceSpans(text).map(({ start, end }) => text.slice(start, end));
  // A sentence's mark may stand behind its full stop, and is then a piece of its own.
  const said = sentences.filter((sentence) => sentence.replaceAll(mark, "").trim() !== "");
  const marked = sentences.filter((sentence) => sentence.search(mark) >= 0);
  return said.length === 0 ? 0 : Math.min(1, marked.length / said.length);
}

/** The share of the terms asked for that the others hold; 0 where nothing is asked for. */
function held(asked: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return asked.size === 0 ? 0 : asked.intersection(others).size / asked.size;
}

/** Completeness, first factor: 1 for an answer that ended by itself, half for one cut off, 0 for one that declines. */
export function finishedShare(text: string, { finish_reason }: MessageMetadata): number {
  if (text.trim() === "" || finish_reason === "content_filter") return 0;
  if (declined.has(text.trim()) || refusal.test(text)) return 0;
  return finish_reason === "length" ? 0.5 : 1;
}

/** Completeness, second factor: the share of the question's parts of which a term is found. */
export function partsAddressed(parts: readonly ReadonlySet<string>[], found: ReadonlySet<string>): number {
  const asking = parts.filter(({ size }) => size > 0);
  if (asking.length === 0) return 1;
  return asking.filter((part) => !part.isDisjointFrom(found)).length / asking.length;
}

/** Match: the mean similarity of the two best sources, or that of the only one. */
export function bestMatch(sources: readonly Source[]): number {
  const best = sources
    .map(({ score }) => score)
    .toSorted((a, b) => b - a)
    .slice(0, 2);
  return best.length === 0 ? 0 : best.reduce((sum, score) => sum + score, 0) / best.length;
}

/**
 * Agreement: of several models, what they agree on among all that they agree or differ on; else 1 for two documents
 * that hold at least half of what is asked for. One document alone counts for half at most, and that is halved with
 * each year of its age.
 */
export function agreementOf(given: {
  readonly metadata: MessageMetadata;
  readonly cited: readonly Source[];
  readonly at: number;
  readonly supports: (source: Source) => boolean;
}): number {
  const { synthesis } = given.metadata;
  const agreed = synthesis?.consensus_areas.length ?? 0;
  const told = agreed + (synthesis?.contradictions.length ?? 0);
  if (told > 0) return agreed / told;
  const documents = new Set(given.cited.filter(given.supports).map(({ doc_id }) => doc_id));
  if (documents.size >= 2) return 1;
  const [newest] = given.cited.map(({ doc_id }) => uploadedAt(doc_id)).toSorted((a, b) => b - a);
  return newest === undefined ? 0 : 0.5 * 2 ** (-Math.max(0, given.at - newest) / yearMs);
}

/** A UUIDv7 begins with the milliseconds since the epoch (RFC 9562, section 5.7). */
function uploadedAt(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16) || 0;
}

/** "¿Cuánto cuesta? ¿Y cuándo llega?" asks for two things. */
function partsOf(question: string): string[] {
  return question.split(/[?;\n]+/u).filter((part) => part.trim() !== "");
}

const yearMs = 365 * 86_400_000;
const mark = /\[S(\d{1,6})\]/gu;
const declined = new Set([message("es", "no_evidence"), message("en", "no_evidence")]);
/** How models decline, at the beginning of what they say. */
const refusal =
  /^\s*(?:lo siento|lo lamento|perd[oó]n|i['’]?m sorry|sorry|i apologi[sz]e|no puedo (?:ayudar|responder)|i can(?:no|['’])t (?:help|answer|assist)|(?:las fuentes|los documentos|the (?:sources|documents)) (?:no |do not |don['’]t )(?:contienen|dicen|mencionan|contain|say|mention))/iu;
