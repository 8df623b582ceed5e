import { expect, test } from "vitest";
import { replaceSibling } from "./replaceSibling.ts";

test.each([
  ["¿Y a Córdoba?", "¿Cuánto cuesta el flete a Rosario?", "¿Cuánto cuesta el flete a Córdoba?", "a Rosario"],
  [
    "¿Y en Córdoba?",
    "¿Cuánto cuesta el flete a Rosario?",
    "¿Cuánto cuesta el flete en Córdoba?",
    "a Rosario",
  ],
  ["What about Paris?", "What is the population of London?", "What is the population of Paris?", "London"],
  ["¿Y la de 150 mm?", "¿Cuánto pesa la placa de 100 mm?", "¿Cuánto pesa la placa de 150 mm?", "100 mm"],
  ["¿Y el de 30 litros?", "¿Qué consume el de 60 litros?", "¿Qué consume el de 30 litros?", "60"],
  ["¿Y la K-350?", "¿Qué potencia tiene la bomba K-200?", "¿Qué potencia tiene la bomba K-350?", "K-200"],
  [
    "¿Y por casamiento?",
    "¿Qué licencia hay por mudanza?",
    "¿Qué licencia hay por casamiento?",
    "por mudanza",
  ],
  ["¿y el isopanel?", "¿Cuánto pesa el isodec?", "¿Cuánto pesa el isopanel?", "isodec"],
  ["¿Y el isopanel?", "¿Y el precio, Isodec?", "¿Y el precio, isopanel?", "Isodec"],
  [
    "el mismo pero en isoroof",
    "¿Cuánto sale el techo en isodec?",
    "¿Cuánto sale el techo en isoroof?",
    "en isodec",
  ],
  ["The same but for Paris", "Is there freight for London?", "Is there freight for Paris?", "for London"],
])("%s behind %s asks: %s", (question, before, text, replaced) => {
  expect(replaceSibling(question, before)).toEqual({ text, replaced });
});

test("what is not of its kind limits the earlier question further", () => {
  expect(replaceSibling("¿Y en invierno?", "¿A qué hora abre el museo en Córdoba?")?.text).toBe(
    "¿A qué hora abre el museo en Córdoba en invierno?",
  );
});

test.each([
  "¿Y el precio?",
  "¿Y el esmalte?",
  "¿Y cuándo abre en Rosario?",
  "What was the population of Rome in 1900?",
])("%s is no question of this kind", (question) => {
  expect(replaceSibling(question, "¿Qué espesor tiene el panel?")).toBeNull();
});
