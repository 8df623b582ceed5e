import { expect, test } from "vitest";
import { isFaithful } from "./isFaithful.ts";

const question = "¿Y cuánto pesa con 150 mm?";
const said = [
  { role: "user", content: "¿Qué es el Isodec?" },
  { role: "assistant", content: "Un panel de 100 mm que se fabrica en Salto." },
] as const;

test("a rewriting out of what was said is faithful", () => {
  expect(isFaithful("¿Cuánto pesa el panel Isodec de 150 mm?", question, said)).toBe(true);
});

test.each([
  ["names what nobody named", "¿Cuánto pesa el Isoroof de 150 mm?"],
  ["holds a number that nobody told", "¿Cuánto pesa el Isodec de 150 mm y 1120 de ancho?"],
  ["loses the question's number", "¿Cuánto pesa el Isodec?"],
  ["is another question", "¿De qué está hecho el Isodec de 150 mm?"],
  ["goes on in a second line", "¿Cuánto pesa el Isodec con 150 mm?\nIsodec"],
  ["holds a tag", "<question>¿Cuánto pesa el Isodec con 150 mm?</question>"],
  ["is empty", "  "],
  ["is too long", `¿Cuánto pesa el Isodec con 150 mm ${"por metro ".repeat(60)}?`],
])("one that %s is not", (_, written) => {
  expect(isFaithful(written, question, said)).toBe(false);
});
