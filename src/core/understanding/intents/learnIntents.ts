import type { EntityFinder, FoundEntity } from "../entities/findEntities.ts";
import type { AssistantProfile } from "../profile.ts";
import { trainIntentClassifier, type IntentGuess } from "./intentClassifier.ts";

/** Says what is wanted by a message, given what it names. */
export type MessageClassifier = (text: string, named: readonly FoundEntity[]) => IntentGuess | null;

/**
 * Learns the intents of a profile. Each kind of entity is one and the same word to the classifier, so that what was
 * learned from one product and one size holds for all.
 */
export function learnIntents(
  profile: AssistantProfile,
  findEntities: EntityFinder,
  seed = 1,
): MessageClassifier {
  const placeByName = new Map(profile.entities.map(({ name }, place) => [name, place]));
  const mask = (text: string, named: readonly FoundEntity[]) =>
    masked(text, named, (name) => String.fromCharCode(firstMark + ((placeByName.get(name) ?? 0) % marks)));
  const examples = profile.intents.flatMap(({ name, examples: phrases }) =>
    phrases.map((text) => ({ text: mask(text, findEntities(text)), intent: name })),
  );
  const classify = trainIntentClassifier(examples, seed);
  return (text, named) => classify(mask(text, named));
}

/** Unicode's first area for private use. */
const firstMark = 0xe0_00;
const marks = 0x19_00;

function masked(text: string, named: readonly FoundEntity[], markOf: (name: string) => string): string {
  let end = 0;
  const pieces: string[] = [];
  for (const entity of named.toSorted((a, b) => a.start - b.start)) {
    if (entity.start < end) continue;
    pieces.push(text.slice(end, entity.start), markOf(entity.name));
    end = entity.end;
  }
  return [...pieces, text.slice(end)].join(" ");
}
