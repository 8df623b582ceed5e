import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse, analyseWords } from "./textAnalysis.ts";

describe("analyse", () => {
  test("brings the forms of a Spanish word to one term", () => {
    expect(new Set(analyse("instalación instalaciones instalar instalado", ["es"]))).toEqual(
      new Set(["instal"]),
    );
  });

  test.each([
    "¿Cuál es la instalación más rápida?",
    "categorías de garantía según el último año lectivo, José comió",
  ])("gives a question typed without accents the same terms: %s", (question) => {
    const bare = question.replace(/[áéíóú]/g, (letter) => letter.normalize("NFD").charAt(0));
    expect(analyse(bare, ["es"])).toEqual(analyse(question, ["es"]));
    expect(analyse(bare, ["es"])).not.toEqual([]);
  });

  test("does so in the other languages too", () => {
    expect(analyse("instalacao informacoes", ["pt"])).toEqual(analyse("instalação informações", ["pt"]));
    expect(analyse("liberte generale", ["fr"])).toEqual(analyse("liberté générale", ["fr"]));
    expect(analyse("citta", ["it"])).toEqual(analyse("città", ["it"]));
  });

  test("tells año from ano, and finds it when typed without ñ", () => {
    expect(analyse("ano", ["es"])).not.toContain("año");
    expect(analyse("año", ["es"])).toEqual(["año", "ano"]);
    expect(analyse("España", ["es"])).toEqual(expect.arrayContaining(analyse("Espana", ["es"])));
  });

  test("drops question and function words, not words of content", () => {
    expect(analyse("¿Cuánto cuesta y cuál es el valor del nuevo trabajo?", ["es"])).toEqual([
      "cuest",
      "valor",
      "nuev",
      "trabaj",
    ]);
    expect(analyse("How much does the new panel cost, and who's it for?", ["en"])).toEqual([
      "new",
      "panel",
      "cost",
    ]);
  });

  test("keeps a code, an address and an identifier whole and in parts", () => {
    expect(analyse("ISO-9001", ["es"])).toEqual(["iso", "9001", "iso9001"]);
    expect(analyse("iso9001", ["es"])).toEqual(["iso9001", "iso", "9001"]);
    expect(analyse("user_id", ["en"])).toEqual(["user", "id", "userid"]);
    expect(analyse("ana.perez@example.com", ["es"])).toContain("ana.perez@example.com");
    expect(analyse("ana.perez@example.com", ["es"])).toContain("exampl");
  });

  test("meets a measure with and without its blank", () => {
    expect(analyse("100mm", ["es"])).toEqual(expect.arrayContaining(analyse("100 mm", ["es"])));
  });

  test("spells a number one way", () => {
    expect(analyse("1.000 1,000 1000", ["es"])).toEqual(["1000", "1000", "1000"]);
    expect(analyse("3,5 3.5", ["es"])).toEqual(["3.5", "3.5"]);
    expect(analyse("1.234,50 1,234.50", ["es"])).toEqual(["1234.50", "1234.50"]);
    expect(analyse("4.2.1", ["es"])).toEqual(["4.2.1"]);
    expect(analyse("1,2,fin", ["es"])).toEqual(["1.2", "fin"]);
  });

  test("gives the stems of every language once, led by the first one's stop words", () => {
    expect(analyse("national", ["es", "en"])).toEqual(["national", "nation"]);
    expect(analyse("panel", ["es", "en"])).toEqual(["panel"]);
    expect(analyse("war", ["en", "de"])).toEqual(["war"]);
    expect(analyse("war", ["de", "en"])).toEqual([]);
  });

  test("meets a text of unknown language from either", () => {
    const unknown = analyse("instalación connections", []);
    expect(unknown).toEqual(expect.arrayContaining(analyse("instalar", ["es"])));
    expect(unknown).toEqual(expect.arrayContaining(analyse("connected", ["en"])));
  });

  test("cuts scripts without spaces into pairs", () => {
    expect(analyse("東京都", ["en"])).toEqual(["東京", "京都"]);
  });

  test("reads full-width and composed letters as the plain ones", () => {
    expect(analyse("ＰＡＮＥＬ ﬁn", ["en"])).toEqual(analyse("panel fin", ["en"]));
    expect(analyse("instalacio\u0301n", ["es"])).toEqual(analyse("instalación", ["es"]));
  });

  test("never gives a term with white space, nor an empty or endless one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        for (const term of analyse(text, ["es", "en", "pt", "fr", "de", "it"]))
          expect(term).toMatch(/^\S{1,130}$/u);
      }),
      { examples: [["\u02d8 a"], ["\ufe49"]] },
    );
  });

  test("does not depend on what was analysed before", () => {
    const before = analyse("los paneles de Montaña 100mm", ["es", "en"]);
    for (let i = 0; i < 60_000; i++) analyse(`palabra${i}`, ["es", "en"]);
    expect(analyse("los paneles de Montaña 100mm", ["es", "en"])).toEqual(before);
  });

  test("gives the terms of two texts as the terms of one after the other", () => {
    const word = fc.constantFrom(
      "Instalación",
      "año",
      "3,5",
      "ISO-9001",
      "¿qué?",
      "running",
      "東京",
      "a@b.co",
    );
    const text = fc.array(word, { maxLength: 8 }).map((parts) => parts.join(" "));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(analyse(`${a}\n${b}`, ["es"])).toEqual([...analyse(a, ["es"]), ...analyse(b, ["es"])]);
      }),
    );
  });
});

test("analyseWords keeps the form that was written beside its terms", () => {
  expect(analyseWords("Las Instalaciones", ["es"])).toEqual([{ form: "instalaciones", terms: ["instal"] }]);
});

test("who names beginnings gets the same words with them, and places for the others", () => {
  const text = "Los paneles térmicos pesan, y el panel pesado no se pela: peligro";
  const all = analyseWords(text, ["es"]);
  const some = analyseWords(text, ["es"], new Set(["pa"]));
  expect(some).toHaveLength(all.length);
  expect(some.filter(({ form }) => form.startsWith("pa"))).toEqual(
    all.filter(({ form }) => form.startsWith("pa")),
  );
  expect(some.filter(({ terms }) => terms.length > 0).map(({ form }) => form)).toEqual([
    "paneles",
    "termicos",
    "panel",
  ]);
});
