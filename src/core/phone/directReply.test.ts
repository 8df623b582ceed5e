import { expect, test } from "vitest";
import { assistantProfile } from "../../../test/ports/phoneHouse.ts";
import type { Understanding } from "../understanding/assistant.ts";
import { directReply, replyWithoutAnswer } from "./directReply.ts";

const quote: Understanding = {
  intent: "cotizacion",
  confidence: 1,
  entities: { medida: ["10m", "5m"] },
  missing: [],
  reply: "OK.",
  actions: [],
  confirms: true,
  pending: null,
};
const reply = (understood: Partial<Understanding>, locale: "es" | "en" = "es") =>
  directReply({ assistantProfile }, { ...quote, ...understood }, locale);

test("what is missing is asked for in the assistant's words", () => {
  expect(reply({ missing: ["nombre"], reply: "¿Cómo te llamás?" })).toEqual({
    type: "necesita_datos",
    text: "¿Cómo te llamás?",
  });
});

test("an intent that needs something is confirmed with all of it, in the profile's words or in a list", () => {
  const complete = { medida: ["10m", "5m"], nombre: ["Ana"], color: ["rojo"] };
  expect(reply({ entities: complete }, "en")).toEqual({
    type: "confirmacion",
    text: "OK.\n\nThis is what I have noted:\n- the size: 10m, 5m\n- your name: Ana",
  });
  expect(reply({ entities: complete, reply: "Gracias, Ana: 10m." })?.text).toBe(
    "Gracias, Ana: 10m.\n\nEsto es lo que anoté:\n- la medida: 10m, 5m",
  );
  expect(reply({ entities: complete, reply: "Gracias, Ana: 10m × 5m." })?.text).toBe(
    "Gracias, Ana: 10m × 5m.",
  );
});

test("an intent that needs nothing is replied to as it stands", () => {
  expect(reply({ intent: "saludo" })).toEqual({ type: "respuesta_directa", text: "OK." });
});

test("without words of its own the assistant leaves the reply to the models", () => {
  expect(reply({ reply: null })).toBeNull();
});

test("what was confirmed before as it is, and what was called off, is no confirmation", () => {
  const complete = { medida: ["10m"], nombre: ["Ana"] };
  expect(reply({ entities: complete, reply: "Ana: 10m.", confirms: false })).toEqual({
    type: "respuesta_directa",
    text: "Ana: 10m.",
  });
  expect(reply({ entities: {}, reply: "Lo dejamos.", confirms: false })).toEqual({
    type: "respuesta_directa",
    text: "Lo dejamos.",
  });
});

test("where the documents have nothing, a message not understood is asked again for what is missing", () => {
  const pending = { intent: "cotizacion", missing: ["nombre"], ask: "¿Cómo te llamás?" };
  const nothing =
    "I could not find that in the information I have. Tell me in other words and I will look again.";
  expect(replyWithoutAnswer({ ...quote, confidence: 0.49, pending }, "es")).toEqual({
    type: "necesita_datos",
    text: "¿Cómo te llamás?",
  });
  expect(replyWithoutAnswer({ ...quote, confidence: 0.5, pending }, "en")).toEqual({
    type: "sin_respuesta",
    text: `${nothing}\n\n¿Cómo te llamás?`,
  });
  expect(replyWithoutAnswer({ ...quote, confidence: 0.2 }, "en")).toEqual({
    type: "sin_respuesta",
    text: nothing,
  });
});
