import { expect, test } from "vitest";
import { meaningsOf } from "./meanings.ts";

const textsOf = (...questions: string[]) => meaningsOf(questions).map(({ text }) => text);

test("a topic outlives the questions that leave it out, an aspect only the next one of its kind", () => {
  expect(textsOf("¿Cuánto pesa el isodec?", "¿Y el precio?", "¿y la garantía?", "¿y cuánto tarda?")).toEqual([
    "¿Cuánto pesa el isodec?",
    "¿Y el precio, isodec?",
    "¿y la garantía, isodec?",
    "¿y cuánto tarda, isodec?",
  ]);
});

test("another thing takes the place of the topic, whatever is asked of it by then", () => {
  expect(
    textsOf("How heavy is isodec?", "And the price?", "What about isopanel?", "And the warranty?"),
  ).toEqual([
    "How heavy is isodec?",
    "And the price, heavy, isodec?",
    "And the price, heavy, isopanel?",
    "And the warranty, heavy, isopanel?",
  ]);
});

test("a thing that was replaced is meant no longer, in a chain as well", () => {
  expect(
    meaningsOf(["What is the population of London?", "What about Paris?", "And Madrid?"]).at(-1),
  ).toEqual({
    text: "What is the population of Madrid?",
    replaced: "Paris London",
    topics: ["population", "Madrid"],
  });
});

test("a word said of the topic does not end it, a thing of its own does", () => {
  expect(
    textsOf("¿Cuánto pesa el isodec?", "¿Cómo lo instalo?", "¿Viene en rojo?", "¿y el precio?").at(-1),
  ).toBe("¿y el precio, rojo, instalo, isodec?");
  expect(textsOf("¿Cuánto pesa el isodec?", "¿trae descuento?", "¿y cómo lo limpio?").at(-1)).toBe(
    "¿y cómo lo limpio, isodec?",
  );
  expect(textsOf("How heavy is isodec?", "How do I clean it?", "And the price?").at(-1)).toBe(
    "And the price, clean, heavy, isodec?",
  );
  expect(textsOf("¿Cuánto pesa el isodec?", "¿Cuánto cuesta la chapa?", "¿y el peso?").at(-1)).toBe(
    "¿y el peso, chapa?",
  );
});

test("a place takes the place of another one behind a question that names none", () => {
  expect(textsOf("¿Cuánto cuesta el flete a Rosario?", "¿y cuánto tarda?", "¿Y a Salto?").at(-1)).toBe(
    "¿y cuánto tarda, flete, a Salto?",
  );
});

test("a question that stands alone begins anew, and a courtesy in between takes nothing away", () => {
  expect(
    textsOf(
      "¿Cuánto pesa el isodec?",
      "muchas gracias",
      "¿Y el precio?",
      "¿Hay cursos de soldadura en Salto?",
    ),
  ).toEqual(["¿Cuánto pesa el isodec?", "¿Y el precio, isodec?", "¿Hay cursos de soldadura en Salto?"]);
});
