import type { Locale } from "../../contract/common.ts";
import { parseTemplate } from "../template.ts";
import type { Assistant, AssistantMemory, Entities } from "./assistant.ts";
import type { EntityFinder, FoundEntity } from "./entities/findEntities.ts";
import type { MessageClassifier } from "./intents/learnIntents.ts";
import type { AssistantProfile, Intent } from "./profile.ts";

export interface AssistantDeps {
  readonly classify: MessageClassifier;
  readonly findEntities: EntityFinder;
  /** What `{assistant_name}` of a text stands for. */
  readonly assistantName: string;
}

/** Reads messages as a profile says. Throws RangeError when no intent of it is the fallback, without examples. */
export function createAssistant(
  profile: AssistantProfile,
  { classify, findEntities, assistantName }: AssistantDeps,
): Assistant {
  const fallback = profile.intents.find(({ examples }) => examples.length === 0);
  if (!fallback) throw new RangeError("A profile needs one intent without examples.");
  const intentByName = new Map(profile.intents.map((intent) => [intent.name, intent]));

  return {
    understand(message, memory, locale) {
      const pending = intentByName.get(memory.pending ?? "");
      const asked = pending ? missingOf(pending, memory.entities) : [];
      const plain = findEntities(message);
      const named = asked.length === 0 ? plain : findEntities(message, asked);
      const guess = classify(message, plain);
      const guessed = { intent: fallback, confidence: guess?.confidence ?? 0 };
      if (guess && guess.confidence >= believed) guessed.intent = intentByName.get(guess.intent) ?? fallback;

      // A correction of what is known already is an answer too.
      const isAnswer = asked.length > 0 && named.some(({ name }) => pending?.requires.includes(name));
      const isWhole = asked.every((name) => named.some((entity) => entity.name === name));
      const isElsewhere =
        guessed.confidence >= sure && guessed.intent !== pending && guessed.intent !== fallback;
      const goesOn = pending && isAnswer && (!isElsewhere || isWhole || isLittleElse(message, named));
      // What only a question made a name or a number is none when the message is about something else.
      const kept = goesOn || guessed.intent === pending ? named : plain;
      const { intent, confidence } = goesOn
        ? { intent: pending, confidence: Math.max(answered, sameAs(pending, guessed)) }
        : guessed;

      const entities = withNew(memory.entities, kept);
      const missing = missingOf(intent, entities);
      return {
        intent: intent.name,
        confidence,
        entities,
        missing,
        reply: replyOf(intent, { entities, missing, locale }),
        actions: missing.length === 0 ? intent.actions : [],
      };
    },

    remember(memory, { intent, entities, missing, confidence }): AssistantMemory {
      // What documents and models answer in between is not the end of what was asked for.
      const isOver =
        intent === memory.pending || (confidence >= sure && intentByName.get(intent)?.reply !== null);
      return { pending: missing.length > 0 ? intent : isOver ? null : memory.pending, entities };
    },
  };

  function replyOf(
    intent: Intent,
    { entities, missing, locale }: { entities: Entities; missing: readonly string[]; locale: Locale },
  ): string | null {
    if (missing.length === 0) {
      return intent.reply && fill(intent.reply[locale], (place) => entities[place]?.join(", "));
    }
    const labels = missing.map(
      (name) => profile.entities.find((kind) => kind.name === name)?.label[locale] ?? name,
    );
    const list = new Intl.ListFormat(locale, { type: "conjunction" }).format(labels);
    return fill((intent.ask ?? plainAsk)[locale], (place) => (place === "missing" ? list : undefined));
  }

  function fill(text: string, valueOf: (place: string) => string | undefined): string {
    return parseTemplate(text)
      .map((part) => {
        if (typeof part === "string") return part;
        return part.place === "assistant_name" ? assistantName : (valueOf(part.place) ?? "");
      })
      .join("");
  }
}

interface Guessed {
  readonly intent: Intent;
  readonly confidence: number;
}

/** At one half a guess is as often right as wrong. */
const believed = 0.5;
/** What a guess must come to before it counts more than what was asked for. */
const sure = 0.8;
/** Whoever gives what was asked for is hardly about anything else. */
const answered = 0.9;

const plainAsk: Readonly<Record<Locale, string>> = {
  es: "Me falta: {missing}.",
  en: "I still need: {missing}.",
};

/** Whether hardly a word is said beside the entities, and nothing is asked: "Soy Ana, gracias". */
function isLittleElse(message: string, named: readonly FoundEntity[]): boolean {
  const rest = named
    .toReversed()
    .reduce((text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`, message);
  return !rest.includes("?") && (rest.match(/[\p{L}\p{N}]+/gu) ?? []).length <= 3;
}

function sameAs(intent: Intent, guessed: Guessed): number {
  return guessed.intent === intent ? guessed.confidence : 0;
}

function missingOf(intent: Intent, entities: Entities): readonly string[] {
  return intent.requires.filter((name) => (entities[name]?.length ?? 0) === 0);
}

/** All values that one message gives for a name stay; together they take the place of what was known. */
function withNew(known: Entities, named: readonly FoundEntity[]): Entities {
  const valuesByName = new Map<string, Set<string>>();
  for (const { name, value } of named) {
    valuesByName.set(name, (valuesByName.get(name) ?? new Set()).add(value));
  }
  return { ...known, ...Object.fromEntries([...valuesByName].map(([name, values]) => [name, [...values]])) };
}
