import { expect, test } from "vitest";
import { correctionIn, isCancelling } from "./corrections.ts";

test.each([
  ["no, mejor 150", "          150"],
  ["mejor de 150", "         150"],
  ["perdón, 200", "      , 200"],
  ["Sorry, I meant grey", "               grey"],
  ["No, make it 150", "            150"],
  ["no, Juan", "  , Juan"],
  ["no es blanco, es gris", "no es blanco, es gris"],
])("hears a correction in %s", (message, rest) => {
  expect(correctionIn(message)).toBe(rest);
});

test.each(["no sé", "isodec de 150", "¿es mejor el isodec?", "", "notable"])(
  "hears none in %s",
  (message) => {
    expect(correctionIn(message)).toBeNull();
  },
);

test.each([
  "cancelar",
  "Cancelá todo, por favor",
  "dejá, no quiero cotizar nada",
  "bueno, dejalo así, gracias",
  "mejor no",
  "never mind",
  "I don't want it anymore",
  "forget it, thanks",
])("hears that all is called off in %s", (message) => {
  expect(isCancelling(message)).toBe(true);
});

test.each([
  "no",
  "gracias",
  "no quiero dar mi teléfono",
  "¿se cancela si llueve?",
  "quiero cancelar mi compra de ayer",
  "no, mejor 150",
  "",
])("hears no such thing in %s", (message) => {
  expect(isCancelling(message)).toBe(false);
});
