import fc from "fast-check";
import { expect, test } from "vitest";
import { carryTopic, longestQuery, type SaidBefore } from "./carryTopic.ts";
import { foldedWords } from "./foldedWords.ts";
import { functionWords } from "./functionWords.ts";

/** User and assistant in turn. */
const dialog = (...texts: string[]): SaidBefore[] =>
  texts.map((content, place) => ({ role: place % 2 === 0 ? "user" : "assistant", content }));

test("the names that a question lacks stand behind it", () => {
  const said = dialog("Who was Marie Curie?", "Marie Curie was a physicist born in Poland.");
  expect(carryTopic("What did she discover?", said)).toBe("What did she discover? Marie Curie, Poland");
});

test("a name that stands through the dialog comes before one met once", () => {
  const said = dialog(
    "¿Qué colores tiene el Isoroof?",
    "El Isoroof viene en rojo, como las tejas de Salto.",
    "¿Qué largos de Isoroof hay?",
    "De dos a catorce metros.",
  );
  expect(carryTopic("¿Cuánto pesa?", said)).toBe("¿Cuánto pesa? Isoroof, Salto");
});

test("a person's pronoun brings people first, a thing's pronoun the others", () => {
  const said = dialog("quién dirigió eso", "En Salto, con Netflix, la hizo Fabián Bielinsky.");
  expect(carryTopic("¿Dónde nació él?", said)).toMatch(/^¿Dónde nació él\? Fabián Bielinsky/);
  const film = dialog("tell me about that", "They hired Ridley Scott for Paramount.");
  expect(carryTopic("When was it founded?", film)).toMatch(/^When was it founded\? Paramount, Ridley Scott/);
});

test("where no name stands, the words of the question before come along", () => {
  const said = dialog("que garantia tiene el termotanque", "diez años");
  expect(carryTopic("y cuanto sale?", said)).toBe("y cuanto sale? termotanque");
  expect(carryTopic("¿y quién la cubre?", said)).toBe("¿y quién la cubre? garantia, termotanque");
});

test("what was asked of another thing is not carried over with it", () => {
  const said = dialog("What is the population of London?", "London has nine million people.");
  expect(carryTopic("What about Paris?", said)).toBe("What is the population of Paris?");
});

test("nothing is carried over to a question that has it all", () => {
  expect(carryTopic("How heavy is the Isodec panel?", dialog("Isodec panel?", "Yes."))).toBeNull();
  expect(carryTopic("And then?", [])).toBeNull();
});

test("a query stays within its limit, and a question beyond it stays as it is", () => {
  const said = dialog("¿Qué países limitan con Brasil?", "Argentina, Bolivia, Colombia, Guyana y Paraguay.");
  const query = carryTopic(`¿Y ellos ${"mucho ".repeat(79)}?`, said);
  expect(query?.length).toBeLessThanOrEqual(longestQuery);
  expect(query).toContain("Brasil");
  expect(carryTopic(`¿Y ellos ${"mucho ".repeat(90)}?`, said)).toBeNull();
});

test("no word of the question is ever lost, whatever was said before", () => {
  const words = fc.constantFrom(
    "Isodec",
    "100 mm",
    "¿Y en Salto?",
    "what about",
    "su",
    "K-200",
    '"Ficciones"',
    "de",
    "?",
  );
  const text = fc.array(fc.oneof(words, fc.lorem({ maxCount: 3 })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 6 }), (question, said) => {
      const asked = question.join(" ");
      const query = carryTopic(asked, dialog(...said.map((each) => each.join(" "))));
      const kept = new Set(foldedWords(query ?? asked));
      const own = foldedWords(asked).filter((word) => !functionWords.has(word));
      expect(own.filter((word) => !kept.has(word))).toEqual([]);
      expect((query ?? "").length).toBeLessThanOrEqual(longestQuery);
    }),
  );
});
