import { createPhoneRecords } from "../../src/adapters/records/phoneRecords.ts";
import { sha256 } from "../../src/adapters/system/secureRandom.ts";
import { createRecordedTelemetry } from "../../src/adapters/telemetry/recordedTelemetry.ts";
import type { AuditRow } from "../../src/core/feedback/audit.ts";
import type { AskQuestion, PhoneQuestion } from "../../src/core/phone/askQuestion.ts";
import type { AssistantProfileDep } from "../../src/core/phone/directReply.ts";
import { oneAtATime } from "../../src/core/phone/oneAtATime.ts";
import type { PhoneRecords } from "../../src/core/phone/phoneSession.ts";
import { processMessage, type PhoneRequest } from "../../src/core/phone/processMessage.ts";
import type { Assistant, Entities } from "../../src/core/understanding/assistant.ts";
import { detectLanguage } from "../../src/core/retrieval/language.ts";
import { admitted } from "./admitted.ts";
import type { OpenRecords } from "./records.ts";

export const ana = "+59899123456";
export const sessionMs = 24 * 3_600_000;

/** What the bookish assistant knows. */
export const assistantProfile: AssistantProfileDep["assistantProfile"] = {
  intents: [
    { name: "saludo", examples: [], requires: [], reply: { es: "¡Hola!", en: "Hello!" }, actions: [] },
    {
      name: "cotizacion",
      examples: [],
      requires: ["medida", "nombre"],
      reply: { es: "¡Gracias!", en: "Thank you!" },
      actions: ["enviar_cotizacion"],
    },
    { name: "general", examples: [], requires: [], reply: null, actions: ["derivar"] },
  ],
  entities: [
    { name: "medida", kind: "number", label: { es: "la medida", en: "the size" } },
    { name: "nombre", kind: "person", label: { es: "tu nombre", en: "your name" } },
  ],
};

/** Reads messages by the book: `hola`, `cotizar`, `medida=10m`, `nombre=Ana`; anything else is for the models. */
export const bookishAssistant: Assistant = {
  understand(message, memory, locale) {
    const named = Array.from(
      message.matchAll(/(medida|nombre)=(\S+)/g),
      ([, name = "", value = ""]): [string, string[]] => [name, [value]],
    );
    const entities: Entities = { ...memory.entities, ...Object.fromEntries(named) };
    const asked = message.includes("cotizar") || named.length > 0 ? "cotizacion" : "general";
    const intent = message === "hola" ? "saludo" : asked;
    const { requires, reply, actions } = assistantProfile.intents.find(({ name }) => name === intent) ?? {};
    const missing = (requires ?? []).filter((name) => !entities[name]);
    const isOpen = missing.length > 0 || (intent !== "cotizacion" && memory.pending !== null);
    const still = ["medida", "nombre"].filter((name) => !entities[name]);
    return {
      intent,
      confidence: 0.9,
      entities,
      missing,
      reply: reply?.[locale] ?? null,
      actions: missing.length > 0 ? [] : (actions ?? []),
      confirms: intent === "cotizacion" && missing.length === 0,
      pending: isOpen ? { intent: "cotizacion", missing: still, ask: `¿${still.join(" y ")}?` } : null,
    };
  },
  remember: (_memory, { entities, pending }) => ({ pending: pending?.intent ?? null, entities }),
};

/** A phone channel on real records, with a clock that stands still and models that say what they are told to. */
export async function openPhoneHouse(open: OpenRecords) {
  const records = await open();
  const { clock, random } = records;
  const telemetry = createRecordedTelemetry();
  const closing = new AbortController();
  const phoneRecords = createPhoneRecords(records);
  const audits: AuditRow[] = [];
  const questions: PhoneQuestion[] = [];
  const plain: AskQuestion = async ({ question }) => ({
    turnId: "t1",
    text: `eco: ${question}`,
    isAnswered: true,
    model: "fast",
    confidence: 0.8,
    sources: ["Guía.pdf"],
    sourceCount: 1,
  });
  const workspace = await admitted("w", "query:ask");

  /** One process of the channel; two of them share nothing but the records. */
  const processOf = (
    ask: AskQuestion = plain,
    {
      changed = {},
      assistant = bookishAssistant,
    }: { changed?: Partial<PhoneRecords>; assistant?: Assistant } = {},
  ) => {
    const deps = {
      clock,
      random,
      telemetry,
      closing: closing.signal,
      digest: sha256,
      languageOf: detectLanguage,
      assistant,
      assistantProfile,
      phoneRecords: { ...phoneRecords, ...changed },
      phone: { sessionMs },
      inOrder: oneAtATime(),
      auditBook: { record: (row: AuditRow) => void audits.push(row) },
      askQuestion: (question: PhoneQuestion) => {
        questions.push(question);
        return ask(question);
      },
    };
    return (text: string, request: Partial<PhoneRequest> = {}) =>
      processMessage(deps, {
        workspace,
        phone: ana,
        text,
        sessionId: null,
        isTrusted: true,
        locale: null,
        origin: { locale: "es", channel: "phone", client: "gateway/1" },
        ...request,
      });
  };

  return {
    ...records,
    telemetry,
    closing,
    phoneRecords,
    audits,
    questions,
    workspace,
    processOf,
    /** Every row of the exchanges, oldest first. */
    exchanges: () => records.database.query.selectFrom("exchanges").selectAll().orderBy("id").execute(),
    memoryOf: async (sessionId: string) => (await phoneRecords.find("w", sessionId))?.memory,
  };
}
