import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEntityFinder } from "./findEntities.ts";
import { panelKinds } from "./fixtures/panelKinds.ts";

const today = () => "2026-11-21";
const inSpanish = createEntityFinder(panelKinds, { today });
const inEnglish = createEntityFinder(panelKinds, { today, locale: "en" });
const found = (text: string, asked: readonly string[] = [], find = inSpanish) =>
  find(text, asked).map(({ name, value }) => `${name} ${value}`);

describe("what a message names", () => {
  test.each([
    ["quiero isodek 100mm", ["productos isodec", "espesores 100mm"]],
    [
      "Quiero cotizar Isodec 10x5 100mm blanco",
      ["productos isodec", "largo 10m", "ancho 5m", "espesores 100mm", "colores blanco"],
    ],
    ["isopanel 100 mm x 10 m", ["productos isopanel", "espesores 100mm", "largo 10m"]],
    ["cuanto sale el isoroof gris? 3 unidades", ["productos isoroof", "colores gris", "cantidad 3"]],
    ["soy Blanca, tel 099 123 456", ["nombre Blanca", "telefono +59899123456"]],
    ["Es muy caro", []],
    ["hi from china", []],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("comes in the order of the message, with its exact place", () => {
    expect(inSpanish("  Isodek de 10 cm")).toEqual([
      { name: "productos", value: "isodec", text: "Isodek", start: 2, end: 8, score: 5 / 6 },
      { name: "espesores", value: "100mm", text: "10 cm", start: 12, end: 17, score: 1 },
    ]);
  });
});

describe("quantities", () => {
  test.each([
    ["10 cm", "100mm"],
    ["10cm", "100mm"],
    ["diez centímetros", "100mm"],
    ["0,1 m", "100mm"],
    ['4"', "102mm"],
    ["4 pulgadas", "102mm"],
    ["1/2 pulgada", "13mm"],
    ["ciento veinte milimetros", "120mm"],
    ["two hundred and fifty mm", "250mm"],
    ["100 milimetrs", "100mm"],
    ["espesor 100", "100mm"],
    ["100 de espesor", "100mm"],
    ["el espezor es de 80", "80mm"],
  ])("are converted: %s is %s", (text, value) => {
    expect(found(text)).toEqual([`espesores ${value}`]);
  });

  test.each([
    ["10x5", "10m", "5m"],
    ["10 x 5 m", "10m", "5m"],
    ["10 por 5", "10m", "5m"],
    ["10 metros por 5 metros", "10m", "5m"],
    ["10 by 5", "10m", "5m"],
    ["600 x 250 cm", "6m", "2.5m"],
    ["10 metros de largo y 5 de ancho", "10m", "5m"],
    ["largo 10 ancho 5", "10m", "5m"],
    ["dos metros y medio por metro y medio", "2.5m", "1.5m"],
  ])("tell length and width: %s", (text, long, wide) => {
    expect(found(text)).toEqual([`largo ${long}`, `ancho ${wide}`]);
  });

  test("of a list or a range share the unit behind it", () => {
    expect(found("50, 80 y 100 mm")).toEqual(["espesores 50mm", "espesores 80mm", "espesores 100mm"]);
    expect(found("de 5 a 10 cm")).toEqual(["espesores 50mm", "espesores 100mm"]);
  });

  test("read points and commas by locale", () => {
    expect(found("1.200,50 m2")).toEqual(["superficie 1200.5m2"]);
    expect(found("1,200.50 m2")).toEqual(["superficie 1200.5m2"]);
    expect(found("1.200 m2")).toEqual(["superficie 1200m2"]);
    expect(found("1.200 m2", [], inEnglish)).toEqual(["superficie 1.2m2"]);
  });

  test("of area are no lengths", () => {
    expect(found("50 m2")).toEqual(["superficie 50m2"]);
    expect(found("50 metros cuadrados")).toEqual(["superficie 50m2"]);
    expect(found("50 m³")).toEqual([]);
  });

  test("are no bare numbers, unless asked for", () => {
    expect(found("de 100")).toEqual([]);
    expect(found("de 100", ["espesores"])).toEqual(["espesores 100mm"]);
    expect(found("10 y 5", ["largo", "ancho"])).toEqual(["largo 10m", "ancho 5m"]);
    expect(found("2 mil", ["cantidad"])).toEqual(["cantidad 2000"]);
  });

  test("outside of what can be meant are not found", () => {
    expect(found("espesor 900 mm")).toEqual([]);
  });

  test("have units of a profile's own", () => {
    const kind = { name: "cajas", kind: "quantity", label: { es: "", en: "" }, unit: "caja" } as const;
    expect(createEntityFinder([kind])("doce cajas")[0]).toMatchObject({
      value: "12caja",
      text: "doce cajas",
    });
  });
});

describe("phones and e-mails", () => {
  test.each([
    ["099 123 456", "+59899123456"],
    ["099123456 isodec", "+59899123456"],
    ["(+598) 99 123 456", "+59899123456"],
    ["2900 1234", "+59829001234"],
    ["+54 9 11 2345-6789", "+5491123456789"],
    ["00 34 612 34 56 78", "+34612345678"],
  ])("%s is %s", (text, value) => {
    expect(found(text)[0]).toBe(`telefono ${value}`);
  });

  test("are no thickness, price, date or number of an order", () => {
    expect(found("099 123 456 100 mm")).toEqual(["telefono +59899123456", "espesores 100mm"]);
    expect(found("099123456", ["espesores", "cantidad", "monto"])).toEqual(["telefono +59899123456"]);
    expect(found("2026-12-01")).toEqual(["fecha 2026-12-01"]);
    expect(found("pedido nº 29001234")).toEqual([]);
    expect(found("$ 29001234")).toEqual(["monto 29001234 UYU"]);
  });

  test("e-mails end before the full stop", () => {
    expect(found("Escribime a Ana.Perez+x@Mail.example.com.")).toEqual([
      "email ana.perez+x@mail.example.com",
    ]);
  });
});

describe("names", () => {
  test.each([
    ["soy Ana", "Ana"],
    ["me llamo juan pérez y quiero 3 m2", "Juan Pérez"],
    ["mi nombre es María de los Santos, gracias", "María de los Santos"],
    ["Hola, soy Martín de Salto", "Martín"],
    ["te escribe Laura Gómez de Constructora Sur", "Laura Gómez"],
    ["nombre Juan teléfono no tengo", "Juan"],
    ["my name is John Smith and I need a quote", "John Smith"],
    ["I'm Peter", "Peter"],
    ["nombre: XIMENA ZUBIZARRETA", "Ximena Zubizarreta"],
  ])("%s", (text, name) => {
    expect(found(text)[0]).toBe(`nombre ${name}`);
  });

  test.each([
    "soy arquitecto",
    "Soy cliente nuevo",
    "I'm looking for a quote",
    "this is an order",
    "soy de Salto",
  ])("are no everyday words: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("stand alone only when asked for", () => {
    expect(found("Ana, 099123456")).toEqual(["telefono +59899123456"]);
    expect(found("Ana, 099123456", ["nombre"])).toEqual(["nombre Ana", "telefono +59899123456"]);
    expect(found("rodríguez", ["nombre"])).toEqual(["nombre Rodríguez"]);
    expect(found("Blanca Luz", ["nombre"])).toEqual(["nombre Blanca Luz"]);
    expect(found("es Juan Pérez y mi mail es a@b.example", ["nombre"])).toEqual([
      "nombre Juan Pérez",
      "email a@b.example",
    ]);
  });

  test.each(["sí", "ok", "Hola", "gracias", "no quiero decirlo", "Perfecto"])(
    "are no answers of another kind: %s",
    (text) => {
      expect(found(text, ["nombre"])).toEqual([]);
    },
  );
});

describe("amounts", () => {
  test.each([
    ["$ 1.500", "1500 UYU"],
    ["USD 1,200.50", "1200.5 USD"],
    ["U$S 300", "300 USD"],
    ["1500 pesos", "1500 UYU"],
    ["mil dólares", "1000 USD"],
    ["dos mil quinientos euros", "2500 EUR"],
    ["2 millones de pesos", "2000000 UYU"],
    ["$1,200", "1200 UYU"],
  ])("%s is %s", (text, value) => {
    expect(found(text)).toEqual([`monto ${value}`]);
  });
});

describe("dates", () => {
  test.each([
    ["mañana", "2026-11-22"],
    ["pasado mañana por la mañana", "2026-11-23"],
    ["hoy", "2026-11-21"],
    ["el lunes", "2026-11-23"],
    ["el sábado que viene", "2026-11-28"],
    ["15/3", "2027-03-15"],
    ["15/12/26", "2026-12-15"],
    ["15 de marzo de 2026", "2026-03-15"],
    ["lunes 23 de noviembre", "2026-11-23"],
    ["29 de febrero", "2028-02-29"],
    ["dentro de dos semanas", "2026-12-05"],
    ["next Friday", "2026-11-27"],
    ["March 15th, 2027", "2027-03-15"],
    ["the day after tomorrow", "2026-11-23"],
    ["2026-12-01", "2026-12-01"],
  ])("%s is %s", (text, value) => {
    expect(found(text)).toEqual([`fecha ${value}`]);
  });

  test("put the month first in English", () => {
    expect(found("3/4")).toEqual(["fecha 2027-04-03"]);
    expect(found("3/4", [], inEnglish)).toEqual(["fecha 2027-03-04"]);
  });

  test.each(["a la mañana", "buena mañana", "31/2", "99/99/2026", "30 de febrero de 2026"])(
    "are not: %s",
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );

  test("count from no day when none is given", () => {
    const find = createEntityFinder(panelKinds);
    expect(found("mañana", [], find)).toEqual([]);
    expect(found("15/3/2026", [], find)).toEqual(["fecha 2026-03-15"]);
  });
});

describe("any message", () => {
  const names = panelKinds.map(({ name }) => name);
  /** What is wrong with what is found in a text. */
  const faults = (text: string) => {
    let end = 0;
    return inSpanish(text, names).filter((entity) => {
      const isApart = entity.start >= end && entity.end > entity.start;
      const isExact = text.slice(entity.start, entity.end) === entity.text;
      end = entity.end;
      return !isApart || !isExact || !(entity.score > 0 && entity.score <= 1) || !names.includes(entity.name);
    });
  };

  test("gives exact places that do not overlap", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom(
        "isodek",
        "10",
        "x",
        "5",
        "mm",
        ",",
        "/",
        "$",
        "099 123 456",
        "mañana",
        "soy",
        "Ana",
        "lana",
        "de",
      ),
      fc.constantFrom(
        "y",
        "medio",
        "1.200,50",
        "2026-12-01",
        '"',
        "'",
        "a@b.co",
        "🙂",
        "\u202e",
        "\ud800",
        "roca",
        "mil",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.constantFrom("", " "), (pieces, gap) => {
        expect(faults(pieces.join(gap))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ["digits", "9".repeat(100_000)],
    ["spaced digits", "9 1 ".repeat(25_000)],
    ["phones", "099 123 456 ".repeat(8_000)],
    ["one word", "a".repeat(100_000)],
    ["addresses", "a.b-c@".repeat(16_000)],
    ["domains", `a@${"b-c.".repeat(25_000)}`],
    ["faces", "👩‍👩‍👧".repeat(12_000)],
    ["right to left", "שלום 10 מטר ".repeat(8_000)],
    ["marks", "\u0301".repeat(100_000)],
    ["crosses", "1x".repeat(50_000)],
    ["halves", "y medio metro ".repeat(7_000)],
    ["names", "me llamo ".repeat(11_000)],
    ["dates", "1/1/".repeat(25_000)],
    ["numbers", "mil cien y ".repeat(9_000)],
    ["blanks", `5${" ".repeat(100_000)}5`],
  ])("ends, however hostile: %s", (_, text) => {
    expect(faults(text)).toEqual([]);
  });
});
