import { describe, expect, test } from "vitest";
import type { Locale } from "../../contract/common.ts";
import type { AssistantMemory } from "./assistant.ts";
import { createAssistant } from "./createAssistant.ts";
import { createEntityFinder } from "./entities/findEntities.ts";
import { learnIntents } from "./intents/learnIntents.ts";
import type { AssistantProfile } from "./profile.ts";

const profile: AssistantProfile = {
  name: "Tables",
  entities: [
    {
      name: "plato",
      kind: "catalogue",
      label: { es: "el plato", en: "the dish" },
      entries: [
        { value: "milanesa", aliases: ["schnitzel"] },
        { value: "ravioles", aliases: ["ravioli"] },
      ],
    },
    { name: "nombre", kind: "person", label: { es: "tu nombre", en: "your name" } },
    { name: "telefono", kind: "phone", country: "UY", label: { es: "tu teléfono", en: "your phone number" } },
  ],
  intents: [
    {
      name: "pedido",
      examples: [
        "quiero pedir comida",
        "quiero milanesa",
        "mandame ravioles",
        "I want to order",
        "order me a dish",
      ],
      requires: ["plato", "nombre", "telefono"],
      reply: { es: "Sale {plato} para {nombre}.", en: "{plato} for {nombre} on its way." },
      actions: ["enviar_pedido"],
    },
    {
      name: "horario",
      examples: [
        "¿a qué hora abren?",
        "¿hasta qué hora están?",
        "when do you open?",
        "opening hours",
        "¿abren hoy?",
      ],
      requires: [],
      reply: null,
      actions: ["ver_horarios"],
    },
    {
      name: "chau",
      examples: ["chau", "gracias, nada más", "hasta luego", "bye", "thanks, that is all"],
      requires: [],
      reply: { es: "Chau, dijo {assistant_name}.", en: "Bye, said {assistant_name}." },
      actions: [],
    },
    { name: "otro", examples: [], requires: [], reply: null, actions: [] },
  ],
};
const findEntities = createEntityFinder(profile.entities);
const classify = learnIntents(profile, findEntities);
const assistant = createAssistant(profile, { classify, findEntities, assistantName: "Batuta" });
const nothing: AssistantMemory = { pending: null, entities: {} };

/** What is understood of the last of several messages. */
const talk = (messages: readonly string[], locale: Locale = "es") => {
  let memory = nothing;
  let understood = assistant.understand("", memory, locale);
  for (const message of messages) {
    understood = assistant.understand(message, memory, locale);
    memory = assistant.remember(memory, understood);
  }
  return { ...understood, memory };
};

describe("createAssistant", () => {
  test("asks for what is missing, in the profile's order and the reader's language", () => {
    expect(talk(["quiero milanesa"])).toMatchObject({
      intent: "pedido",
      entities: { plato: ["milanesa"] },
      missing: ["nombre", "telefono"],
      reply: "Me falta: tu nombre y tu teléfono.",
      actions: [],
      memory: { pending: "pedido" },
    });
    expect(talk(["I want to order"], "en").reply).toBe(
      "I still need: the dish, your name, and your phone number.",
    );
  });

  test("asks in the intent's own words where it has any", () => {
    const [order, ...rest] = profile.intents;
    const ask = { es: "{assistant_name} espera: {missing}", en: "{assistant_name} awaits: {missing}" };
    const own = order ? { ...profile, intents: [{ ...order, ask }, ...rest] } : profile;
    const asking = createAssistant(own, { classify, findEntities, assistantName: "Eva" });
    expect(asking.understand("quiero milanesa", nothing, "es").reply).toBe(
      "Eva espera: tu nombre y tu teléfono",
    );
  });

  test("takes a bare answer to what it asked, and acts when nothing is missing", () => {
    expect(talk(["quiero milanesa", "Ana, 099123456"])).toMatchObject({
      intent: "pedido",
      confidence: 0.9,
      entities: { plato: ["milanesa"], nombre: ["Ana"], telefono: ["+59899123456"] },
      missing: [],
      reply: "Sale milanesa para Ana.",
      actions: ["enviar_pedido"],
      memory: { pending: null },
    });
    expect(talk(["quiero milanesa", "Soy Juan Pérez"])).toMatchObject({
      intent: "pedido",
      missing: ["telefono"],
      memory: { pending: "pedido" },
    });
    expect(talk(["I want to order", "ravioli", "My name is Ann Lee", "099 123 456"], "en")).toMatchObject({
      missing: [],
      reply: "ravioles for Ann Lee on its way.",
    });
  });

  test("takes a correction for an answer, and all that was missing for one whatever else is said", () => {
    expect(talk(["quiero milanesa", "mejor unos ravioles"])).toMatchObject({
      intent: "pedido",
      entities: { plato: ["ravioles"] },
      missing: ["nombre", "telefono"],
    });
    expect(talk(["quiero milanesa", "¿a qué hora abren hoy? Soy Ana, 099123456"])).toMatchObject({
      intent: "pedido",
      missing: [],
    });
  });

  test("is not led away from what it asked for by a courtesy", () => {
    expect(talk(["quiero milanesa", "gracias, nada más"])).toMatchObject({
      intent: "chau",
      reply: "Chau, dijo Batuta.",
      entities: { plato: ["milanesa"] },
      pending: {
        intent: "pedido",
        missing: ["nombre", "telefono"],
        ask: "Me falta: tu nombre y tu teléfono.",
      },
      memory: { pending: "pedido" },
    });
    expect(talk(["quiero milanesa", "gracias", "Ana, 099123456"])).toMatchObject({
      intent: "pedido",
      actions: ["enviar_pedido"],
      memory: { pending: null },
    });
  });

  test("leaves what it asked for when it is called off, and says so", () => {
    for (const words of ["cancelar", "dejá, no quiero nada", "mejor no", "never mind, thanks"]) {
      expect(talk(["quiero milanesa", words])).toMatchObject({
        reply: "Listo, lo dejamos ahí. Cuando quieras lo retomamos.",
        missing: [],
        actions: [],
        confirms: false,
        memory: { pending: null },
      });
    }
    expect(talk(["quiero milanesa", "no quiero milanesa"]).memory.pending).toBe("pedido");
    expect(talk(["cancelar"]).reply).toBeNull();
  });

  test("comes back to what it asked for after a question that it leaves to the documents", () => {
    const asked = talk(["quiero milanesa", "¿a qué hora abren?"]);
    expect(asked).toMatchObject({ intent: "horario", reply: null, memory: { pending: "pedido" } });
    expect(asked.actions).toEqual(["ver_horarios"]);
    expect(talk(["quiero milanesa", "¿a qué hora abren?", "Ana 099123456"])).toMatchObject({
      intent: "pedido",
      missing: [],
    });
  });

  test("puts a new value in the place of an old one, and keeps several of one message", () => {
    expect(talk(["quiero milanesa", "quiero ravioles"]).entities).toEqual({ plato: ["ravioles"] });
    expect(talk(["quiero milanesa y ravioles"]).entities).toEqual({ plato: ["milanesa", "ravioles"] });
  });

  test("puts what a correction gives in the place of what was known, while it asks", () => {
    expect(talk(["quiero milanesa", "soy Ana", "no, María"])).toMatchObject({
      intent: "pedido",
      entities: { plato: ["milanesa"], nombre: ["María"] },
      missing: ["telefono"],
    });
    expect(talk(["quiero milanesa", "no quiero milanesa, quiero ravioles"])).toMatchObject({
      intent: "pedido",
      entities: { plato: ["ravioles"] },
    });
    expect(talk(["quiero milanesa", "no es milanesa"])).toMatchObject({
      entities: {},
      missing: ["plato", "nombre", "telefono"],
    });
  });

  const complete = ["quiero milanesa", "Ana, 099123456"];

  test("confirms once more what was changed after the confirmation, by name or by a bare value", () => {
    expect(talk([...complete, "gracias", "perdón, que sean ravioles"])).toMatchObject({
      intent: "pedido",
      confirms: true,
      actions: ["enviar_pedido"],
      reply: "Sale ravioles para Ana.",
    });
    expect(talk([...complete, "no, María"])).toMatchObject({
      entities: { nombre: ["María"] },
      confirms: true,
      reply: "Sale milanesa para María.",
    });
    expect(talk([...complete, "ravioles"])).toMatchObject({ confirms: true, actions: ["enviar_pedido"] });
  });

  test("does not act twice on what has not changed since it was confirmed", () => {
    expect(talk([...complete, "quiero pedir comida"])).toMatchObject({
      intent: "pedido",
      missing: [],
      confirms: false,
      actions: [],
      reply: "Sale milanesa para Ana.",
    });
    expect(talk([...complete, "no, milanesa"])).toMatchObject({ confirms: false, actions: [] });
    expect(talk([...complete, "¿abren hoy?"])).toMatchObject({ intent: "horario", confirms: false });
  });

  test("leaves to documents and models what it does not understand", () => {
    const { intent, confidence, reply, missing } = talk(["los tiburones nadan rápido"]);
    expect({ intent, reply, missing }).toEqual({ intent: "otro", reply: null, missing: [] });
    expect(confidence).toBeLessThan(0.5);
    expect(talk([""])).toMatchObject({ intent: "otro", confidence: 0 });
  });

  test("learned of one product what holds for all", () => {
    expect(talk(["mandame milanesa"])).toMatchObject({ intent: "pedido", entities: { plato: ["milanesa"] } });
  });

  test("goes on when its memory names an intent that is no more", () => {
    const memory = { pending: "gone", entities: { plato: ["milanesa"] } };
    expect(assistant.understand("chau", memory, "es").intent).toBe("chau");
  });

  test("needs an intent for what fits nowhere else", () => {
    const without = { ...profile, intents: profile.intents.slice(0, 3) };
    expect(() => createAssistant(without, { classify, findEntities, assistantName: "x" })).toThrow(
      RangeError,
    );
  });
});
