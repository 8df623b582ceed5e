import type { Locale } from "../../contract/common.ts";
import type { ReplyType } from "../../contract/phone.ts";
import type { Understanding } from "../understanding/assistant.ts";
import type { AssistantProfile } from "../understanding/profile.ts";

/** The parts of the assistant's profile that a reply is worded with. */
export interface AssistantProfileDep {
  readonly assistantProfile: Pick<AssistantProfile, "intents" | "entities">;
}

export interface DirectReply {
  readonly type: Extract<
    ReplyType,
    "respuesta_directa" | "necesita_datos" | "confirmacion" | "sin_respuesta"
  >;
  readonly text: string;
}

/**
 * What is said without asking a model; null where the documents and the models answer. A confirmation tells all that was
 * needed: what the profile's own words leave out is listed behind them.
 */
export function directReply(
  { assistantProfile: { intents, entities } }: AssistantProfileDep,
  understood: Understanding,
  locale: Locale,
): DirectReply | null {
  const { reply, missing, confirms } = understood;
  if (reply === null) return null;
  if (missing.length > 0) return { type: "necesita_datos", text: reply };
  const requires = intents.find(({ name }) => name === understood.intent)?.requires ?? [];
  const isComplete = requires.every((name) => understood.entities[name]);
  if (requires.length === 0 || !isComplete) return { type: "respuesta_directa", text: reply };
  const labelOf = (name: string) => entities.find((kind) => kind.name === name)?.label[locale] ?? name;
  const unsaid = requires.flatMap((name) => {
    const values = understood.entities[name] ?? [];
    return values.every((value) => reply.includes(value)) ? [] : [`- ${labelOf(name)}: ${values.join(", ")}`];
  });
  const list = unsaid.length > 0 ? ["", phrases[locale].known, ...unsaid] : [];
  // What was confirmed before as it is must not be sent on a second time.
  return { type: confirms ? "confirmacion" : "respuesta_directa", text: [reply, ...list].join("\n") };
}

/**
 * What is said where the documents have nothing. A message that was not understood either is taken for a failed answer
 * to what was asked for.
 */
export function replyWithoutAnswer({ confidence, pending }: Understanding, locale: Locale): DirectReply {
  if (pending && confidence < believed) return { type: "necesita_datos", text: pending.ask };
  const asked = pending ? ["", pending.ask] : [];
  return { type: "sin_respuesta", text: [phrases[locale].nothing, ...asked].join("\n") };
}

/** At one half a guess of the intent is as often right as wrong. */
const believed = 0.5;

const phrases = {
  es: {
    known: "Esto es lo que anoté:",
    nothing:
      "Eso no lo encontré en la información que tengo. Si me lo contás con otras palabras, busco de nuevo.",
  },
  en: {
    known: "This is what I have noted:",
    nothing: "I could not find that in the information I have. Tell me in other words and I will look again.",
  },
} as const;
