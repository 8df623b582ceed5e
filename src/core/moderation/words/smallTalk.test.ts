import { describe, expect, test } from "vitest";
import { isAbstention, isClosing, isDisclaimer, isGreeting, isOpenAnswer, opening } from "./smallTalk.ts";

test.each([
  ["Yes, it is.", "yes"],
  ["Sí.", "yes"],
  ["**No**, it is not.", "no"],
  ["No", "no"],
  ["No films are banned.", null],
  ["Nowhere else.", null],
  ["Not necessarily.", "no"],
  ["Never, say the rules.", "no"],
  ["Yesterday it rained.", null],
])("%s opens with %s", (text, found) => {
  expect(opening(text)).toBe(found);
});

describe("words that say nothing about the matter", () => {
  test.each(["¡Hola! Gracias por tu pregunta.", "Certainly, here are the steps."])("greet: %s", (text) => {
    expect(isGreeting(text)).toBe(true);
  });

  test.each(["I hope this helps!", "No dudes en preguntar.", "Let me know if you need more."])(
    "close: %s",
    (text) => {
      expect(isClosing(text)).toBe(true);
    },
  );

  test.each([
    "As an AI language model, I cannot say.",
    "Como modelo de lenguaje, no opino.",
    "I have no comment",
  ])("are about the model: %s", (text) => {
    expect(isDisclaimer(text)).toBe(true);
  });

  test("are not those after an opener such as it is important to note", () => {
    expect(isDisclaimer("It is important to note that the limit is 50 km/h.")).toBe(false);
    expect(isDisclaimer("Es importante señalar que los resultados pueden variar.")).toBe(true);
  });

  test("a wish for luck is no claim, luck in a claim is", () => {
    expect(isClosing("Good luck!")).toBe(true);
    expect(isClosing("If you find a penny, you will have good luck")).toBe(false);
  });
});

test("who cannot tell abstains; who says that it depends does not", () => {
  expect(isAbstention("It is unknown what elephants think.")).toBe(true);
  expect(isAbstention("It depends on the country.")).toBe(false);
  expect(isOpenAnswer("It depends on the country.")).toBe(true);
  expect(isOpenAnswer("Depende del país.")).toBe(true);
  expect(isOpenAnswer("You drive on the left.")).toBe(false);
});
