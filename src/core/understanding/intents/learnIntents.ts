import type { EntityFinder, FoundEntity } from "../entities/findEntities.ts";
import type { AssistantProfile } from "../profile.ts";
import { learnClassifier, type IntentGuess } from "./intentClassifier.ts";
import type { IntentExample } from "./intentExample.ts";
import { learned, learnedWithPauses, type Learning } from "./learning.ts";
import { courtesies as phrasesByKind, type CourtesyKind } from "./courtesies.ts";
import { setCourtesyAside, type Span } from "./setCourtesyAside.ts";

/** Says what is wanted by a message, given what it names. */
export type MessageClassifier = (text: string, named: readonly FoundEntity[]) => IntentGuess | null;

/**
 * Learns the intents of a profile. Each kind of entity is one and the same word to the classifier, so that what was
 * learned from one product and one size holds for all. Courtesies around a phrase count only where there is nothing else.
 */
export function learnIntents(
  profile: AssistantProfile,
  findEntities: EntityFinder,
  seed = 1,
): MessageClassifier {
  return learned(learning(profile, findEntities, seed));
}

/** The same, with a pause every few milliseconds: `breathe` resolves in a later turn of the event loop. */
export function learnIntentsWithPauses(
  profile: AssistantProfile,
  findEntities: EntityFinder,
  breathe: () => Promise<void>,
  seed = 1,
): Promise<MessageClassifier> {
  return learnedWithPauses(learning(profile, findEntities, seed), breathe);
}

function* learning(
  profile: AssistantProfile,
  findEntities: EntityFinder,
  seed: number,
): Learning<MessageClassifier> {
  const placeByName = new Map(profile.entities.map(({ name }, place) => [name, place]));
  const markOf = (name: string) => String.fromCharCode(firstMark + ((placeByName.get(name) ?? 0) % marks));

  const examples: IntentExample[] = [];
  for (const { name, examples: phrases } of profile.intents) {
    for (const text of phrases) {
      const { courtesies, wanted } = setCourtesyAside(text);
      const said = wanted ? masked(text, wanted, findEntities(text), markOf) : courtesyText(courtesies);
      examples.push({ text: said, intent: name });
      if (examples.length % pieceOfExamples === 0) yield;
    }
  }
  const classify = yield* learnClassifier(examples, seed);
  return (text, named) => {
    const { courtesies, wanted } = setCourtesyAside(text);
    if (!wanted) return classify(courtesyText(courtesies));
    const guess = classify(masked(text, wanted, named, markOf));
    const isUnderstood = guess !== null && guess.confidence >= believed;
    // "Hola maestro" greets, "hola, ¿garantía?" does not.
    const isAddress = courtesies.length > 0 && isLittle(text.slice(wanted.start, wanted.end));
    return isUnderstood || !isAddress ? guess : classify(courtesyText(courtesies));
  };
}

/** At one half a guess is as often right as wrong. */
export const believed = 0.5;

/** Examples between two pauses. */
const pieceOfExamples = 50;

/** Unicode's first area for private use. */
const firstMark = 0xe0_00;
const marks = 0x19_00;
/** Its second one. */
const firstCourtesyMark = 0x0f_00_00;
const kindOrder: readonly string[] = Object.keys(phrasesByKind);

/** One or two words, without a question. */
function isLittle(text: string): boolean {
  return !text.includes("?") && (text.match(/[\p{L}\p{N}]+/gu) ?? []).length <= 2;
}

/** One word a kind of courtesy, so that "holis" is learned from "hola". */
function courtesyText(kinds: readonly CourtesyKind[]): string {
  return kinds.map((kind) => String.fromCodePoint(firstCourtesyMark + kindOrder.indexOf(kind))).join(" ");
}

/** The part of the text with a mark for each entity in it. */
function masked(
  text: string,
  { start, end: last }: Span,
  named: readonly FoundEntity[],
  markOf: (name: string) => string,
): string {
  let end = start;
  const pieces: string[] = [];
  for (const entity of named.toSorted((a, b) => a.start - b.start)) {
    if (entity.start < end || entity.end > last) continue;
    pieces.push(text.slice(end, entity.start), markOf(entity.name));
    end = entity.end;
  }
  return [...pieces, text.slice(end, last)].join(" ");
}
