import { expect, test } from "vitest";
import { assistantProfile } from "../../../test/ports/phoneHouse.ts";
import type { Understanding } from "../understanding/assistant.ts";
import { directReply } from "./directReply.ts";

const quote: Understanding = {
  intent: "cotizacion",
  confidence: 1,
  entities: { medida: ["10m", "5m"] },
  missing: [],
  reply: "OK.",
  actions: [],
};
const reply = (understood: Partial<Understanding>, locale: "es" | "en" = "es") =>
  directReply({ assistantProfile }, { ...quote, ...understood }, locale);

test("what is missing is asked for in the assistant's words, or in plain ones with the entities' names", () => {
  expect(reply({ missing: ["nombre"], reply: "¿Cómo te llamás?" })).toEqual({
    type: "necesita_datos",
    text: "¿Cómo te llamás?",
  });
  const missing = ["medida", "nombre"];
  expect(reply({ missing, reply: null })?.text).toBe("Para seguir me falta: la medida y tu nombre.");
  expect(reply({ missing, reply: null }, "en")?.text).toBe("To go on I still need: the size and your name.");
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
