import fc from "fast-check";
import { expect, test } from "vitest";
import { setCourtesyAside } from "./setCourtesyAside.ts";

const wantedIn = (text: string) => {
  const { wanted } = setCourtesyAside(text);
  return wanted && text.slice(wanted.start, wanted.end);
};

test.each([
  ["hola buenas tardes, tengo un reclamo", "tengo un reclamo"],
  ["Hello, good morning. how much is isodec", "how much is isodec"],
  ["muchas gracias, donde están?", "donde están?"],
  ["ok gracias y el color?", "y el color?"],
  ["HOLAAA, ¿cómo andan? necesito precio", "necesito precio"],
  ["dale genial, quiero un presupuesto", "quiero un presupuesto"],
  ["¿qué tal es el isodec?", "qué tal es el isodec?"],
  ["dónde queda? desde ya muchas gracias, saludos", "dónde queda?"],
  ["please call me back, thanks", "call me back,"],
  ["tengo una consulta", "tengo una consulta"],
  ["are you open in the morning", "are you open in the morning"],
])("finds what is wanted in %s", (text, wanted) => {
  expect(wantedIn(text)).toBe(wanted);
});

test("tells the kinds of courtesy where nothing else is said", () => {
  expect(setCourtesyAside("Holis! cómo va?")).toEqual({
    courtesies: ["greeting", "smallTalk"],
    wanted: null,
  });
  expect(setCourtesyAside("ok, ty. chauuu")).toEqual({
    courtesies: ["assent", "thanks", "farewell"],
    wanted: null,
  });
  expect(setCourtesyAside("🙂")).toEqual({ courtesies: [], wanted: null });
});

test("never cuts a word", () => {
  const words = [
    "hola",
    "buenas",
    "gracias",
    "precio",
    "?",
    ",",
    "qué",
    "tal",
    "ñandú",
    "bye",
    "🙂",
    "\ud800",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 10 }), (said) => {
      const text = said.join(" ");
      const rest = (wantedIn(text) ?? "").split(" ");
      return rest.every((word) => word === "" || said.includes(word));
    }),
  );
});
