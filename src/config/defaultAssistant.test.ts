import { describe, expect, test } from "vitest";
import type { AssistantMemory } from "../core/understanding/assistant.ts";
import { createAssistant } from "../core/understanding/createAssistant.ts";
import { createEntityFinder } from "../core/understanding/entities/findEntities.ts";
import { learnIntents } from "../core/understanding/intents/learnIntents.ts";
import { defaultAssistantPath, loadAssistant } from "./assistant.ts";

const profile = loadAssistant(defaultAssistantPath);
const findEntities = createEntityFinder(profile.entities);
const assistant = createAssistant(profile, {
  classify: learnIntents(profile, findEntities),
  findEntities,
  assistantName: "Batuta",
});
const read = (message: string) => assistant.understand(message, { pending: null, entities: {} }, "es");

describe("the built-in profile", () => {
  test("has at least fifteen examples in each language for every intent but the last", () => {
    expect(profile.intents.map(({ name }) => name)).toEqual([
      "saludo",
      "despedida",
      "cotizacion",
      "informacion",
      "producto",
      "instalacion",
      "servicio",
      "objecion",
      "general",
    ]);
    for (const { examples } of profile.intents.slice(0, -1)) expect(examples.length).toBeGreaterThan(40);
  });

  test.each(["Quiero cotizar Isodec 10x5 100mm blanco", "I want to quote Isodec 10x5 100mm white"])(
    "knows what a quote still needs: %s",
    (message) => {
      expect(read(message)).toMatchObject({
        intent: "cotizacion",
        entities: {
          productos: ["isodec"],
          largo: ["10m"],
          ancho: ["5m"],
          espesores: ["100mm"],
          colores: ["blanco"],
        },
        missing: ["nombre", "telefono"],
        reply: "Para cotizar me falta: tu nombre y tu teléfono.",
        actions: [],
      });
    },
  );

  test.each([
    ["Es muy caro", "objecion"],
    ["me parece carísimo", "objecion"],
    ["It is way too expensive for me", "objecion"],
    ["Hello, I need a quote", "cotizacion"],
    ["quiero isodek 100mm", "cotizacion"],
    ["¿me pasás un presupuesto?", "cotizacion"],
    ["hi", "saludo"],
    ["hola", "saludo"],
    ["Buenas tardes!!", "saludo"],
    ["HOLA QUE TAL", "saludo"],
    ["good morning", "saludo"],
    ["chau, muchas gracias", "despedida"],
    ["hasta luego", "despedida"],
    ["thanks, bye", "despedida"],
    ["gracias, nada más", "despedida"],
    ["¿a qué hora abren el sábado?", "informacion"],
    ["where is your store located?", "informacion"],
    ["¿qué diferencia hay entre isodec e isoroof?", "producto"],
    ["what is the difference between isowall and isopanel?", "producto"],
    ["¿cómo instalo el isoroof?", "instalacion"],
    ["how are the roof panels installed?", "instalacion"],
    ["mi pedido todavía no llegó", "servicio"],
    ["I have a complaint about my order", "servicio"],
    ["hola buenas tardes, tengo un reclamo", "servicio"],
    ["Hello, good morning. how much is isodec", "cotizacion"],
    ["muchas gracias, donde están?", "informacion"],
    ["¿cuánto sale el envío a Salto?", "informacion"],
    ["how much is shipping to Salto?", "informacion"],
    ["i want a refund", "servicio"],
    ["me cobraron de más", "servicio"],
    ["holis", "saludo"],
    ["chauuu", "despedida"],
    ["no, gracias", "despedida"],
    ["ayuda", "informacion"],
    ["I am interested in panels", "cotizacion"],
    ["confirmo", "cotizacion"],
  ])("understands %s", (message, intent) => {
    const { intent: understood, confidence } = read(message);
    expect(understood).toBe(intent);
    expect(confidence).toBeGreaterThan(0.5);
  });

  test.each([
    "asdf qwer zxcv",
    "xyzzy plugh",
    "who won the world cup in 2010?",
    "contame un chiste",
    "china",
  ])("leaves what is none of it to documents and models: %s", (message) => {
    const { intent, confidence, reply } = read(message);
    expect({ intent, reply }).toEqual({ intent: "general", reply: null });
    expect(confidence).toBeLessThan(0.5);
  });

  const quote = ["quiero cotizar isodec 100mm 10x5 blanco", "Ana Pérez, 099123456"];
  const after = (message: string) => {
    let memory: AssistantMemory = { pending: null, entities: {} };
    for (const said of quote) memory = assistant.remember(memory, assistant.understand(said, memory, "es"));
    return assistant.understand(message, memory, "es");
  };

  test.each([
    ["no, mejor 150", { espesores: ["150mm"] }],
    ["mejor de 150", { espesores: ["150mm"] }],
    ["perdón, 200", { espesores: ["200mm"] }],
    ["no, make it 150", { espesores: ["150mm"] }],
    ["no es blanco, es gris", { colores: ["gris"] }],
    ["cambiá isodec por isopanel", { productos: ["isopanel"] }],
    ["no quiero isodec, quiero isopanel", { productos: ["isopanel"] }],
    ["no es Ana, es Juan López", { nombre: ["Juan López"] }],
  ])("confirms a corrected quote once more: %s", (message, entities) => {
    expect(after(message)).toMatchObject({ entities, confirms: true, actions: ["enviar_cotizacion"] });
  });

  test.each(["¿cuánto sale?", "no, quiero 20 paneles", "mejor precio?", "no, gracias", "no, todavía no"])(
    "does not quote again for what corrects nothing: %s",
    (message) => {
      expect(after(message)).toMatchObject({
        entities: { largo: ["10m"], espesores: ["100mm"], nombre: ["Ana Pérez"] },
        actions: [],
      });
    },
  );
});
