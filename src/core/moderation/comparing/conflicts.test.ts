import { describe, expect, test } from "vitest";
import { agrees, conflictOf } from "./conflicts.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { statedClaim } from "./statedClaim.ts";

const comparing = { analyse, languageOf: detectLanguage };

const claim = (text: string) => statedClaim(comparing, text);
const conflict = (one: string, other: string, question?: string) =>
  conflictOf(comparing, claim(one), claim(other), question);

describe("two claims contradict each other", () => {
  test.each([
    ["number", "The warranty of the panels lasts 10 years.", "The panels have a warranty of twelve years."],
    ["number", "La ciudad tiene 2,5 millones de habitantes.", "La ciudad tiene 4 millones de habitantes."],
    ["number", "Water the plant once a week.", "Water the plant twice a week."],
    ["number", "Support answers within 24 hours.", "Support answers in 72 hours."],
    ["number", "El tren alcanza los 300 km/h.", "La velocidad del tren alcanza 250 kilómetros por hora."],
    ["number", "About 60% of the residents voted.", "Roughly 70% of the residents voted."],
    ["number", "La biblioteca abre de 9 a 13 h.", "La biblioteca abre de 9 a 14 horas."],
    ["number", "The warranty is 7 years or 100,000 km.", "The warranty is 8 years."],
    ["number", "La garantía dura 7 años o 100.000 km.", "La garantía dura 8 años."],
    ["date", "Apple was founded in 1976 by Steve Jobs.", "Steve Jobs founded Apple in 1984."],
    ["date", "El plazo vence el 12 de marzo de 2024.", "El plazo vence el 20/03/2024."],
    ["negation", "The app can be used offline.", "The app cannot be used offline."],
    ["negation", "La aplicación funciona sin conexión.", "La aplicación no funciona sin conexión."],
    ["negation", "It is a myth that bats are blind.", "Bats are blind."],
    ["negation", "There is no evidence that vitamin C prevents colds.", "Vitamin C prevents colds."],
    ["negation", "La bebida se elabora con alcohol.", "La bebida se elabora sin alcohol."],
    ["negation", "El público general no puede acceder.", "Está abierto al público general."],
    [
      "negation",
      "The general public has no access to the archive.",
      "The archive is open to the general public.",
    ],
    ["antonym", "Water expands when it freezes.", "When water freezes, it contracts."],
    ["antonym", "Parking is allowed on weekends.", "Parking is forbidden on weekends."],
    ["antonym", "El precio de la vivienda aumentó en 2023.", "En 2023 el precio de la vivienda bajó."],
    ["antonym", "The museum was built before the war.", "The museum was built after the war."],
    ["stance", "The tune of the song was composed by Mozart.", "The tune of the song was composed by Haydn."],
  ])("by %s: %s | %s", (kind, one, other) => {
    expect(conflict(one, other)).toBe(kind);
    expect(conflict(other, one)).toBe(kind);
  });
});

describe("two claims may both be true", () => {
  test.each([
    ["Los paneles duran 25 años.", "Los paneles hay que limpiarlos cada seis meses."],
    ["The panels last 25 years.", "The panels must be cleaned every six months."],
    ["The new tool is faster on large files.", "The new tool is slower to start but faster afterwards."],
    [
      "La herramienta es más rápida con archivos grandes.",
      "La herramienta es más lenta al arrancar pero más rápida después.",
    ],
    ["The warranty lasts ten years.", "The warranty lasts 10 years and covers the labour."],
    ["The part is 10 cm long.", "The part has a length of 100 mm."],
    ["Mount Everest is 8,849 metres tall.", "Everest rises 8.849 km above the sea."],
    ["La ciudad tiene 2,5 millones de habitantes.", "La ciudad tiene 2.500.000 habitantes."],
    ["Over 50 people died there.", "About 60 people died there."],
    ["The ticket costs 10 €.", "The ticket weighs 10 grams."],
    ["The company was founded in 1990.", "The company was closed in 2001."],
    ["Mozart was born in 1756.", "Mozart died in 1791."],
    ["In 2010 sales rose to 5 million.", "In 2011 sales rose to 6 million."],
    ["Spain has 47 million inhabitants.", "France has 68 million inhabitants."],
    ["El producto no es peligroso para los niños.", "El producto es seguro para los niños."],
    ["Sales did not decline in the third quarter.", "Sales increased in the third quarter."],
    ["It is not only cheap but also light.", "It is cheap and light."],
    ["Water the roses daily in summer.", "Water the roses weekly in winter."],
    ["España no reconoció la independencia hasta 1836.", "España reconoció la independencia en 1836."],
    ["I do not know how long the warranty lasts.", "The warranty lasts ten years."],
    [
      "Rich magma makes violent eruptions, poor magma gentle ones.",
      "Poor magma makes gentle eruptions, rich magma violent ones.",
    ],
  ])("%s | %s", (one, other) => {
    expect(conflict(one, other)).toBeNull();
    expect(conflict(other, one)).toBeNull();
  });
});

describe("two answers to one question", () => {
  test.each([
    ["¿Cuánto dura la garantía?", "Diez años.", "La garantía dura doce años.", "number"],
    ["¿Cuánto dura la garantía?", "Diez años.", "La garantía dura 10 años.", null],
    ["What is the capital of Australia?", "Sydney", "Canberra", "stance"],
    [
      "What is the capital of Australia?",
      "The capital of Australia is Sydney.",
      "Canberra is the capital of Australia.",
      "stance",
    ],
    ["¿Hay que pagar?", "Sí.", "No.", "stance"],
    ["¿Hay que pagar?", "Sí.", "Sí, la tasa es obligatoria.", null],
    [
      "Why do British people have bad teeth?",
      "British people don't have bad teeth.",
      "They drink too much tea.",
      "negation",
    ],
    [
      "What happens if you wake a sleepwalker?",
      "Nothing in particular happens.",
      "The sleepwalker dies of a shock.",
      "negation",
    ],
    ["On which side do you drive?", "It depends on the country.", "You drive on the left.", "stance"],
    ["Which club has the best players?", "I have no comment.", "Real Madrid has the best players.", null],
    ["Which places are poorer than Japan?", "India is poorer.", "China is poorer.", null],
    ["Why is the sky blue?", "Because of the air.", "Since light is scattered.", null],
  ])("%s %s | %s", (question, one, other, kind) => {
    expect(conflict(one, other, question)).toBe(kind);
  });
});

test("claims agree when they say the same and nothing in them conflicts", () => {
  const ten = claim("The warranty of the panels lasts ten years.");
  expect(agrees(comparing, ten, claim("The warranty of the panels lasts ten years from the purchase."))).toBe(
    true,
  );
  expect(agrees(comparing, ten, claim("The warranty of the panels lasts twelve years."))).toBe(false);
  expect(agrees(comparing, ten, claim("Cleaning is recommended every spring."))).toBe(false);
});

describe("answers to one question may both be true", () => {
  test.each([
    [
      "Who was Ada Lovelace?",
      "Ada Lovelace was an English mathematician.",
      "Augusta Ada King, Countess of Lovelace, was born in 1815 in London.",
    ],
    [
      "¿Quién fue Ada Lovelace?",
      "Ada Lovelace fue una matemática inglesa.",
      "Augusta Ada King nació en 1815 en Londres.",
    ],
    [
      "What does the theorem say?",
      "In a right triangle, a² + b² = c².",
      "The square of the hypotenuse equals the sum of the squares of the legs.",
    ],
    [
      "¿Qué dice el teorema?",
      "En un triángulo rectángulo, a² + b² = c².",
      "El cuadrado de la hipotenusa es igual a la suma de los cuadrados de los catetos.",
    ],
    ["How long is the warranty?", "The warranty is 10 years.", "The warranty lasts ten years."],
  ])("%s %s | %s", (question, one, other) => {
    expect(conflict(one, other, question)).toBeNull();
  });

  test("not a duration that is named and one that is not", () => {
    expect(
      conflict("The warranty is 10 years.", "The warranty lasts 12 years.", "How long is the warranty?"),
    ).toBe("number");
  });
});
