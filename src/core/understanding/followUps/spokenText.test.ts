import { expect, test } from "vitest";
import { message } from "../../../contract/messages.ts";
import { spokenText } from "./spokenText.ts";

test("marks of sources are nobody's words", () => {
  expect(spokenText("Pesa 12 kg. [S1] Viene en rojo [S2, S3].")).toBe("Pesa 12 kg. Viene en rojo.");
  expect(spokenText("Los S1 y S2 son modelos.")).toBe("Los S1 y S2 son modelos.");
});

test.each(["es", "en"] as const)(
  "what Batuta says in an answer's place says nothing of a topic: %s",
  (locale) => {
    for (const key of ["no_evidence", "timeout", "internal"] as const)
      expect(spokenText(message(locale, key))).toBe("");
  },
);

test("markdown leaves its words", () => {
  const answer =
    "## Colores\n\n- **Rojo** teja\n2. _Gris_\n\n| a | b |\n|---|---|\nVea [la lista](https://x.test/Lista).";
  expect(spokenText(answer)).toBe("Colores\n\nRojo teja\nGris\n\n| a | b |\n\nVea la lista.");
});
