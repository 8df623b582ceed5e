import type { Locale } from "../../contract/common.ts";
import type { ReplyType } from "../../contract/phone.ts";
import type { Understanding } from "../understanding/assistant.ts";
import type { AssistantProfile } from "../understanding/profile.ts";

/** The parts of the assistant's profile that a reply is worded with. */
export interface AssistantProfileDep {
  readonly assistantProfile: Pick<AssistantProfile, "intents" | "entities">;
}

export interface DirectReply {
  readonly type: Extract<ReplyType, "respuesta_directa" | "necesita_datos" | "confirmacion">;
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
  const { reply, missing } = understood;
  const labelOf = (name: string) => entities.find((kind) => kind.name === name)?.label[locale] ?? name;
  if (missing.length > 0) {
    const names = new Intl.ListFormat(locale).format(missing.map(labelOf));
    return { type: "necesita_datos", text: reply ?? phrases[locale].missing(names) };
  }
  if (reply === null) return null;
  const requires = intents.find(({ name }) => name === understood.intent)?.requires ?? [];
  if (requires.length === 0) return { type: "respuesta_directa", text: reply };
  const unsaid = requires.flatMap((name) => {
    const values = understood.entities[name] ?? [];
    return values.every((value) => reply.includes(value)) ? [] : [`- ${labelOf(name)}: ${values.join(", ")}`];
  });
  const list = unsaid.length > 0 ? ["", phrases[locale].known, ...unsaid] : [];
  return { type: "confirmacion", text: [reply, ...list].join("\n") };
}

const phrases = {
  es: { missing: (names: string) => `Para seguir me falta: ${names}.`, known: "Esto es lo que anoté:" },
  en: { missing: (names: string) => `To go on I still need: ${names}.`, known: "This is what I have noted:" },
} as const;
