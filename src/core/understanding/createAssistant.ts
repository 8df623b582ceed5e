import type { Locale } from "../../contract/common.ts";
import { parseTemplate } from "../template.ts";
import type { Assistant, AssistantMemory, Entities, PendingRequest, Understanding } from "./assistant.ts";
import { correctionIn, isCancelling } from "./corrections.ts";
import type { EntityFinder, FoundEntity } from "./entities/findEntities.ts";
import { missingOf, requiredOf, sameEntities, withNew } from "./knownEntities.ts";
import { believed, type MessageClassifier } from "./intents/learnIntents.ts";
import { setCourtesyAside } from "./intents/setCourtesyAside.ts";
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
  const elsewhere: Intent = fallback;
  const intentByName = new Map(profile.intents.map((intent) => [intent.name, intent]));

  return {
    understand(message, memory, locale) {
      const pending = intentByName.get(memory.pending ?? "") ?? null;
      const plain = findEntities(message);
      if (pending && plain.length === 0 && isCancelling(message)) return cancelled(pending, memory, locale);
      const heard = listen(message, plain, memory);
      const entities = withNew(memory.entities, heard.named, heard.dropped);
      const missing = missingOf(heard.intent, entities);
      const isWhole = heard.intent.requires.length > 0 && missing.length === 0;
      const confirms = isWhole && !isConfirmed(heard.intent, entities, memory);
      const open = missing.length > 0 ? heard.intent : isWhole ? null : pending;
      return {
        intent: heard.intent.name,
        confidence: heard.confidence,
        entities,
        missing,
        reply: replyOf(heard.intent, { entities, missing, locale }),
        actions: missing.length > 0 || (isWhole && !confirms) ? [] : heard.intent.actions,
        confirms,
        pending: open && pendingOf(open, entities, locale),
      };
    },

    remember({ confirmed }, { intent, entities, confirms, pending }): AssistantMemory {
      const requires = intentByName.get(intent)?.requires ?? [];
      const latest = confirms ? { intent, entities: requiredOf(requires, entities) } : confirmed;
      return { pending: pending?.intent ?? null, entities, ...(latest && { confirmed: latest }) };
    },
  };

  /** The intent of a message, and what it names in the light of what is asked for or was just confirmed. */
  function listen(message: string, plain: readonly FoundEntity[], memory: AssistantMemory): Heard {
    const pending = intentByName.get(memory.pending ?? "");
    const current = pending ?? intentByName.get(memory.confirmed?.intent ?? "");
    const correction = current ? correctionIn(message) : null;
    const missing = pending ? missingOf(pending, memory.entities) : [];
    const asked = current && correction !== null ? current.requires : missing;
    const heard = asked.length === 0 ? plain : findEntities(correction ?? message, asked);
    // "No, quiero 20 paneles" corrects no length: a bare value takes the place of a known one only when it stands alone,
    // but for the words of a denial: "no es Ana, es Juan".
    const besides = correction === message ? 4 : 1;
    const standsAlone = correction === null || wordsBeside(correction, heard) <= besides;
    const found = standsAlone
      ? heard
      : heard.filter(
          ({ name, start }) =>
            missing.includes(name) || plain.some((entity) => entity.name === name && entity.start === start),
        );
    const named = found.filter(({ isNegated }) => !isNegated);
    const guess = classify(message, plain);
    const isBelieved = guess !== null && guess.confidence >= believed;
    const guessed = {
      intent: (isBelieved && intentByName.get(guess.intent)) || elsewhere,
      confidence: guess?.confidence ?? 0,
    };

    const dropped = found.filter(({ isNegated }) => isNegated);
    const isRequired = ({ name }: FoundEntity) => current?.requires.includes(name) ?? false;
    const isChange = (entity: FoundEntity) => memory.entities[entity.name]?.join() !== entity.value;
    // A correction of what is known already is an answer too; what was confirmed goes on with a change only.
    const isAnswer = pending
      ? [...named, ...dropped].some(isRequired)
      : named.some((entity) => isRequired(entity) && isChange(entity));
    const isWhole =
      missing.length > 0 && missing.every((name) => named.some((entity) => entity.name === name));
    const isElsewhere =
      guessed.confidence >= sure && guessed.intent !== current && guessed.intent !== elsewhere;
    const isLittle = isLittleElse(correction ?? message, named);
    const goesOn =
      current && isAnswer && (isWhole || isLittle || (!isElsewhere && (pending || correction !== null)));
    // What only a question made a name or a number is none when the message is about something else.
    const isOwn = goesOn || guessed.intent === current;
    const kept = isOwn ? named : plain.filter(({ isNegated }) => !isNegated);
    if (!current || !goesOn) return { ...guessed, named: kept, dropped };
    const confidence = Math.max(answered, guessed.intent === current ? guessed.confidence : 0);
    return { intent: current, confidence, named: kept, dropped };
  }

  function isConfirmed(
    { name, requires }: Intent,
    entities: Entities,
    { confirmed }: AssistantMemory,
  ): boolean {
    return confirmed?.intent === name && sameEntities(requiredOf(requires, entities), confirmed.entities);
  }

  /** What is known stays known. */
  function cancelled(intent: Intent, { entities }: AssistantMemory, locale: Locale): Understanding {
    return {
      intent: intent.name,
      confidence: answered,
      entities,
      missing: [],
      reply: leftThere[locale],
      actions: [],
      confirms: false,
      pending: null,
    };
  }

  function pendingOf(intent: Intent, entities: Entities, locale: Locale): PendingRequest {
    const missing = missingOf(intent, entities);
    return { intent: intent.name, missing, ask: askFor(intent, missing, locale) };
  }

  function replyOf(
    intent: Intent,
    { entities, missing, locale }: { entities: Entities; missing: readonly string[]; locale: Locale },
  ): string | null {
    if (missing.length > 0) return askFor(intent, missing, locale);
    return intent.reply && fill(intent.reply[locale], (place) => entities[place]?.join(", "));
  }

  function askFor(intent: Intent, missing: readonly string[], locale: Locale): string {
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

interface Heard {
  readonly intent: Intent;
  readonly confidence: number;
  readonly named: readonly FoundEntity[];
  /** What it says that is not wanted. */
  readonly dropped: readonly FoundEntity[];
}

/** What a guess must come to before it counts more than what was asked for. */
const sure = 0.8;
/** Whoever gives what was asked for is hardly about anything else. */
const answered = 0.9;

const plainAsk: Readonly<Record<Locale, string>> = {
  es: "Me falta: {missing}.",
  en: "I still need: {missing}.",
};

const leftThere: Readonly<Record<Locale, string>> = {
  es: "Listo, lo dejamos ahí. Cuando quieras lo retomamos.",
  en: "All right, we will leave it there. Come back to it whenever you like.",
};

/** Whether hardly a word is said beside the entities, and nothing is asked: "Soy Ana, gracias". */
function isLittleElse(message: string, named: readonly FoundEntity[]): boolean {
  return !message.includes("?") && wordsBeside(message, named) <= 3;
}

/** How many words are neither entities nor courtesies at the ends. */
function wordsBeside(message: string, named: readonly FoundEntity[]): number {
  const rest = named
    .toReversed()
    .reduce((text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`, message);
  const { wanted } = setCourtesyAside(rest);
  return wanted ? (rest.slice(wanted.start, wanted.end).match(/[\p{L}\p{N}]+/gu) ?? []).length : 0;
}
