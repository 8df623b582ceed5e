import { describe, expect, test } from "vitest";
import { detectLanguage } from "./language.ts";

describe("detectLanguage", () => {
  test.each([
    ["es", "¿Cuánto cuesta el panel de 100 mm?"],
    ["es", "cuanto sale la instalacion del panel"],
    ["es", "El acta se firmó en Montevideo y entró en vigor al año siguiente."],
    ["en", "What is the warranty of the panel?"],
    ["en", "experimental studies of the flow over slender wings"],
    ["pt", "Quanto custa a instalação do painel?"],
    ["pt", "O contrato não pode ser alterado sem acordo das partes."],
    ["fr", "Quelle est la durée de la garantie ?"],
    ["fr", "Le contrat est signé par les deux parties."],
    ["de", "Wie hoch ist der Preis für die Platten?"],
    ["de", "Die Anlage wird mit Strom betrieben."],
    ["it", "Quanto costa il pannello?"],
    ["it", "Il contratto è firmato dalle parti e non può essere modificato."],
  ])("finds %s in: %s", (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  test.each(["", "12345", "Isodec 100mm", "東京都", "hola"])("is unsure about %j", (text) => {
    expect(detectLanguage(text)).toBeNull();
  });

  test("is not misled by a quoted title in another language", () => {
    expect(detectLanguage("¿En qué año se publicó la novela The Name of the Rose y quién la escribió?")).toBe(
      "es",
    );
  });

  test("looks at the beginning of a long text only", () => {
    expect(
      detectLanguage(
        `${"El panel se entrega en la obra. ".repeat(200)}${"The panel is for the roof. ".repeat(5_000)}`,
      ),
    ).toBe("es");
  });
});
