import { expect, test } from "vitest";
import { isCourtesy } from "./isCourtesy.ts";

test.each([
  "gracias",
  "¡Muchas gracias!",
  "hola",
  "Hola, buenas tardes",
  "ok",
  "thanks",
  "Thank you so much",
  "bye",
  "hola, ¿qué tal?",
])("%s is one", (text) => expect(isCourtesy(text)).toBe(true));

test.each([
  "gracias, ¿y el precio?",
  "¿Qué vale?",
  "¿Y el claro?",
  "ok, ¿cuánto tarda?",
  "¿y eso?",
  "thanks, and the colour?",
  "the second one",
  "",
])("%s is more, or less", (text) => expect(isCourtesy(text)).toBe(false));
