import type { Locale } from "../../contract/common.ts";
import type { Language } from "../language.ts";
import type { AssistantDep, Understanding } from "../understanding/assistant.ts";
import type { Exchange } from "./phoneSession.ts";
import { sessionFor, type PhoneLine, type SessionDeps } from "./sessionFor.ts";

/** One message as it came in. */
export interface PhoneMessage {
  readonly text: string;
  /** As the sender names it; null for none. */
  readonly sessionId: string | null;
  /** As the sender asks for it; null leaves it to the message and those before it. */
  readonly locale: Locale | null;
  /** Where nothing tells. */
  readonly usualLocale: Locale;
}

/** A message that is durable, with what it means. */
export interface TakenMessage {
  readonly exchange: Exchange;
  readonly understood: Understanding;
  /** What it is answered in. */
  readonly locale: Locale;
}

export interface LanguageOfDep {
  /** The language of a text; null where it does not show. */
  readonly languageOf: (text: string) => Language | null;
}

export type TakeDeps = SessionDeps & AssistantDep & LanguageOfDep;

/**
 * Finds the session, understands the message in its light and commits both. Where another process has changed what is
 * remembered meanwhile, the message is understood once more.
 */
export async function takeMessage(
  deps: TakeDeps,
  line: PhoneLine,
  { text, sessionId, locale: asked, usualLocale }: PhoneMessage,
): Promise<TakenMessage> {
  const recognised = asked ?? localeOf(deps.languageOf(text));
  for (let named = sessionId; ;) {
    const session = await sessionFor(deps, line, named);
    const locale = recognised ?? session.memory.locale ?? usualLocale;
    const understood = deps.assistant.understand(text, session.memory, locale);
    const { intent, entities, missing, confidence } = understood;
    const exchange: Exchange = {
      workspaceId: session.workspaceId,
      id: deps.random.id(),
      sessionId: session.id,
      phone: session.phone,
      message: text,
      understood: { intent, entities, missing, confidence },
      createdAt: deps.clock.now(),
    };
    const memory = { ...deps.assistant.remember(session.memory, understood), locale };
    if (await deps.phoneRecords.take(session, memory, exchange)) return { exchange, understood, locale };
    named = session.id;
  }
}

function localeOf(language: Language | null): Locale | null {
  return language === "es" || language === "en" ? language : null;
}
