import { expect, test } from "vitest";
import { leansOnHistory } from "./leansOnHistory.ts";

test.each([
  ["¿Cuánto?", "short"],
  ["¿Y el precio?", "short"],
  ["And in Paris?", "short"],
  ["¿Pero cubre también la pintura de los paneles?", "connector"],
  ["Además, ¿cubre la pintura de los paneles?", "connector"],
  ["And what does the warranty of the panel cover?", "connector"],
  ["What about the warranty of the Isodec panel?", "connector"],
  ["¿Cuánto tiempo dura eso en un clima húmedo?", "pronoun"],
  ["¿Cómo lo instalo en una pared húmeda?", "pronoun"],
  ["¿Se puede pintarlo con esmalte sintético?", "pronoun"],
  ["¿Dónde estudió él antes de mudarse a Roma?", "pronoun"],
  ["¿Cuál es su peso por metro cuadrado?", "pronoun"],
  ["How long does it last in a humid climate?", "pronoun"],
  ["When did he move to the United States?", "pronoun"],
  ["Which colours does that one come in?", "pronoun"],
  ["¿Cuánto cuesta este panel de techo?", "pronoun"],
  ["¿Cuánto cuesta esta placa de techo?", "pronoun"],
  ["¿Cuánto tiempo dura puesta en obra esta?", "pronoun"],
  ["¿Cómo está hecho?", "ellipsis"],
  ["What was the reaction?", "ellipsis"],
  ["¿Cuáles son los precios?", "ellipsis"],
])("%s leans on what was said before: %s", (question, leaning) => {
  expect(leansOnHistory(question)).toBe(leaning);
});

test.each([
  "¿Cuánto dura la garantía de los paneles?",
  "How long does the warranty of the panels last?",
  "¿Yacimientos de litio en la Argentina?",
  "Is iteration faster than recursion in Java?",
  "What is photosynthesis?",
  "¿Qué es la fotosíntesis?",
  "Is it possible to cancel an order after payment?",
  "¿Dónde estudió el arquitecto del Palacio Salvo?",
  "¿Qué pasó en la Argentina este año con los alquileres?",
  "What did the company Acme sell?",
  "¿Dónde está el local?",
  "donde esta el local",
  "¿Está abierto hoy?",
  "esta abierto el sabado por la tarde",
  "¿Cómo está hecho el panel de techo por dentro?",
  "como esta hecho el panel de techo por dentro",
  "muchas gracias",
  "thanks, bye",
])("%s stands alone", (question) => {
  expect(leansOnHistory(question)).toBeNull();
});
