import { createNormalisePhone } from "../adapters/phone/normalisePhone.ts";
import { defaultAssistantPath, loadAssistant, type Config } from "../config.ts";
import { instant } from "../contract/instant.ts";
import type { ClockDep } from "../core/clock.ts";
import type { Assistant } from "../core/understanding/assistant.ts";
import { createAssistant } from "../core/understanding/createAssistant.ts";
import { createEntityFinder } from "../core/understanding/entities/findEntities.ts";
import { learnIntentsWithPauses } from "../core/understanding/intents/learnIntents.ts";

/** What it takes to understand messages of phones; learning the profile's intents is most of it, in small steps. */
export async function composeAssistant({ assistant: configured, file }: Config, { clock }: ClockDep) {
  const profile = configured ?? loadAssistant(defaultAssistantPath);
  const today = () => instant(clock.now()).slice(0, 10);
  const finders = {
    es: createEntityFinder(profile.entities, { locale: "es", today }),
    en: createEntityFinder(profile.entities, { locale: "en", today }),
  };
  const classify = await learnIntentsWithPauses(profile, finders[file.locale], clock.breathe);
  const assistantIn = (locale: "es" | "en") =>
    createAssistant(profile, {
      classify,
      findEntities: finders[locale],
      assistantName: file.assistant_name,
    });
  const assistants = { es: assistantIn("es"), en: assistantIn("en") };
  const assistant: Assistant = {
    understand: (message, memory, locale) => assistants[locale].understand(message, memory, locale),
    remember: (...given) => assistants[file.locale].remember(...given),
  };
  return {
    assistant,
    assistantProfile: profile,
    normalisePhone: createNormalisePhone(file.phone.country),
  };
}
