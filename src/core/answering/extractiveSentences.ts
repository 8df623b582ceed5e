import type { Language } from "../language.ts";
import { sentenceSpans } from "../sentences.ts";
import type { ExtractiveDeps } from "./extractive.ts";
import { answerCue, asksWhether } from "./extractiveCues.ts";
import type { Evidence } from "./model.ts";

/** A sentence of passage `n` on one line. */
export interface Excerpt {
  readonly n: number;
  readonly text: string;
}

/**
 * The one or two sentences that answer the question best, in reading order; none when no sentence shares a word
 * with it. A sentence counts by the question's words it holds, weighted by their rarity among the sentences, in part
 * by those of its neighbours and headings, by its passage's similarity, by words in the very form of the question and
 * by holding the kind of thing asked for. After Light et al., Analyses for Elucidating Current Question Answering
 * Technology (Natural Language Engineering 7, 2001) for word overlap and answer kinds. Weights chosen on a fifth of
 * squad-es.
 */
export function bestSentences(
  deps: Pick<ExtractiveDeps, "analyse">,
  question: string,
  evidence: readonly Evidence[],
  locale: Language,
): Excerpt[] {
  const spoken = [...new Set([...evidence.flatMap((passage) => passage.language ?? []), locale])];
  const sentences = distinct(evidence.flatMap((passage) => sentencesOf(deps, passage)));
  const asked = new Set(deps.analyse(question, spoken));
  const weightByTerm = rarityOf(asked, sentences);
  const forms = longWords(question);
  const cue = answerCue(question);
  const top = Math.max(...evidence.map((passage) => passage.score), Number.MIN_VALUE);
  const scored = sentences.map((sentence) => {
    const own = weigh(sentence.terms, weightByTerm);
    const beyond = (terms: ReadonlySet<string>) => weigh(terms.difference(sentence.terms), weightByTerm);
    const value =
      own +
      0.3 * beyond(sentence.before) +
      0.2 * beyond(sentence.after) +
      0.3 * beyond(sentence.headings) +
      0.7 * (sentence.passage.score / top) +
      0.3 * (forms.size === 0 ? 0 : longWords(sentence.text).intersection(forms).size / forms.size) +
      0.2 * (cue(sentence.text) ? 1 : 0);
    return { sentence, own, value };
  });
  const mayAffirm = asksWhether(question);
  const answering = scored.filter(
    ({ sentence, own }) => own > 0 && (addsTo(asked, sentence) || (mayAffirm && affirms(sentence))),
  );
  const whole = answering.filter(({ sentence }) => !titleLike.test(sentence.text));
  const [first, ...others] = (whole.length > 0 ? whole : answering).toSorted((a, b) => b.value - a.value);
  if (!first) return [];
  // Another passage is a second chance where the first one is the wrong one.
  const fromElsewhere = (sentence: Sentence) => (sentence.passage.n === first.sentence.passage.n ? 0 : 0.1);
  const [second] = others
    .map(({ sentence, value }) => ({ sentence, value: value + fromElsewhere(sentence) }))
    .toSorted((a, b) => b.value - a.value);
  const chosen =
    second && second.value >= first.value * leastShare ? [first.sentence, second.sentence] : [first.sentence];
  return chosen.toSorted(readingOrder).map(({ passage, text }) => ({ n: passage.n, text }));
}

/** "No aceptamos Mercado Pago." answers "¿Aceptan Mercado Pago?" though it holds no other word. */
function affirms({ text, terms }: Sentence): boolean {
  return terms.size > 1 && /^[^#].*[.!]["”»)]?$/su.test(text);
}

/** A heading, or words that the question holds already, answer nothing to any other question. */
function addsTo(asked: ReadonlySet<string>, { text, terms, passage }: Sentence): boolean {
  const isHeading = passage.headings.includes(text.replace(/^#+\s*/, ""));
  return !isHeading && !terms.isSubsetOf(asked);
}

/** A few words and nothing else: a title that the format did not mark as one. It names the topic, it seldom answers. */
const titleLike = /^[\p{L}\p{M}'’-]+(?:\s+[\p{L}\p{M}'’-]+){0,7}$/u;
/** A second sentence weaker than this share of the first is padding. */
const leastShare = 0.4;
/** Longer stretches without an end (tables, lists) are cut. */
const longestSentence = 600;

interface Sentence {
  readonly passage: Evidence;
  /** Offset in the document's text. */
  readonly start: number;
  readonly text: string;
  readonly terms: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
  readonly headings: ReadonlySet<string>;
}

function sentencesOf({ analyse }: Pick<ExtractiveDeps, "analyse">, passage: Evidence): Sentence[] {
  const languages = passage.language ? [passage.language] : [];
  const headings = new Set(analyse([...passage.headings, passage.documentName].join("\n"), languages));
  const spans = sentenceSpans(passage.text, passage.language ?? undefined, longestSentence);
  const texts = spans.map(({ start, end }) => passage.text.slice(start, end).replace(/\s+/g, " ").trim());
  const terms = texts.map((text) => new Set(analyse(text, languages)));
  const none: ReadonlySet<string> = new Set();
  return texts.map((text, i) => ({
    passage,
    start: passage.start + (spans[i]?.start ?? 0),
    text,
    terms: terms[i] ?? none,
    before: terms[i - 1] ?? none,
    after: terms[i + 1] ?? none,
    headings,
  }));
}

/** Passages of one document overlap: a sentence seen before is not given twice. */
function distinct(sentences: readonly Sentence[]): Sentence[] {
  return [
    ...new Map(sentences.toReversed().map((sentence) => [sentence.text, sentence])).values(),
  ].toReversed();
}

/** The weights of the question's terms that any sentence or heading holds; together they make 1. */
function rarityOf(asked: ReadonlySet<string>, sentences: readonly Sentence[]): ReadonlyMap<string, number> {
  const weightByTerm = new Map<string, number>();
  for (const term of asked) {
    const holders = sentences.filter(({ terms }) => terms.has(term)).length;
    if (holders === 0 && !sentences.some(({ headings }) => headings.has(term))) continue;
    weightByTerm.set(term, 0.3 + Math.log(1 + (sentences.length - holders + 0.5) / (holders + 0.5)));
  }
  const total = [...weightByTerm.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weightByTerm].map(([term, weight]) => [term, weight / total]));
}

function weigh(terms: ReadonlySet<string>, weightByTerm: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [term, weight] of weightByTerm) if (terms.has(term)) sum += weight;
  return sum;
}

function longWords(text: string): ReadonlySet<string> {
  const plain = text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  return new Set(plain.match(/[\p{L}\p{N}]{4,}/gu));
}

function readingOrder(a: Sentence, b: Sentence): number {
  return a.passage.documentId === b.passage.documentId ? a.start - b.start : a.passage.n - b.passage.n;
}
