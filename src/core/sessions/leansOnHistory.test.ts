import { expect, test } from "vitest";
import { leansOnHistory } from "./leansOnHistory.ts";

test.each([
  "¿Y el precio?",
  "¿Pero cubre también la pintura de los paneles?",
  "And what does the warranty of the panel cover?",
  "¿Cuánto tiempo dura eso en un clima húmedo?",
  "How long does it last in a humid climate?",
  "¿Cuánto?",
])("%s leans on what was said before", (question) => {
  expect(leansOnHistory(question)).toBe(true);
});

test.each([
  "¿Cuánto dura la garantía de los paneles?",
  "How long does the warranty of the panels last?",
  "¿Yacimientos de litio en la Argentina?",
  "Is iteration faster than recursion in Java?",
])("%s stands alone", (question) => {
  expect(leansOnHistory(question)).toBe(false);
});
