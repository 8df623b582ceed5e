import { expect, test } from "vitest";
import { listItem } from "./listItem.ts";

const lines =
  "Hay tres:\n\n1. **Isodec** para techos [S1]\n2. Isopanel para paredes [S2]\n3. Isoroof con teja [S3]";

test.each([
  ["And the second one?", lines, "Isopanel para paredes"],
  ["¿Cuánto cuesta el primero?", lines, "Isodec para techos"],
  ["¿y la última opción?", lines, "Isoroof con teja"],
  ["¿y el segundo?", "Viene en rojo, gris y blanco. [S1]", "gris"],
])("%s points to its item", (question, answer, item) => {
  expect(listItem(question, answer)).toBe(item);
});

test.each([
  ["And the fourth one?", lines],
  ["When did the second world war end?", lines],
  ["¿y el segundo?", "Pesa 12 kg. [S1]"],
])("%s points to none", (question, answer) => {
  expect(listItem(question, answer)).toBeNull();
});
