import { describe, expect, test } from "vitest";
import { makePdf, type PrintedLine } from "./fixtures/makePdf.ts";
import { parseBytes, textsOf } from "./fixtures/parseBytes.ts";
import { pdf } from "./pdf.ts";

const printed = (texts: readonly string[], x = 60, top = 800, leading = 12): PrintedLine[] =>
  texts.map((text, at) => ({ text, x, y: top - at * leading }));

describe("a PDF", () => {
  test("gives its lines as paragraphs with their page, blank pages too", async () => {
    const outcome = await parseBytes(
      pdf,
      makePdf([
        [
          ...printed(["La información pública es de todas las perso-", "nas que la piden."]),
          ...printed(["Otro párrafo."], 60, 740),
        ],
        [],
        printed(["Tercera página"]),
      ]),
    );
    expect(outcome).toEqual({
      kind: "parsed",
      blocks: [
        { page: 1, level: 0, text: "La información pública es de todas las personas que la piden." },
        { page: 1, level: 0, text: "Otro párrafo." },
        { page: 2, level: 0, text: "" },
        { page: 3, level: 0, text: "Tercera página" },
      ],
    });
  });

  test("has headings where short lines are clearly larger", async () => {
    const text = "El texto corriente del documento sigue en la misma letra.";
    const file = makePdf([
      [
        { text: "Informe", x: 60, y: 800, size: 20 },
        ...printed([text, text], 60, 770),
        { text: "Resultados", x: 60, y: 720, size: 14 },
        ...printed([text, text, text], 60, 700),
      ],
    ]);
    const texts = await textsOf(pdf, file);
    expect(texts.map((each) => each.slice(0, 13))).toEqual([
      "h1 Informe",
      "El texto corr",
      "h2 Resultados",
      "El texto corr",
    ]);
  });

  test("in two columns is read one column after the other, even when written across them", async () => {
    const lines = Array.from({ length: 10 }, (_, at) => [
      { text: `izquierda ${at} del texto corrido`, x: 50, y: 800 - at * 12 },
      { text: `derecha ${at} del texto corrido`, x: 320, y: 800 - at * 12 },
    ]);
    const text = (await textsOf(pdf, makePdf([lines.flat()]))).join(" ");
    expect(text.match(/izquierda|derecha/g)).toEqual([
      ...Array.from({ length: 10 }, () => "izquierda"),
      ...Array.from({ length: 10 }, () => "derecha"),
    ]);
  });

  test("keeps the rows of a table apart", async () => {
    const rows = [
      ["Mes", "Ventas", "Total"],
      ["Enero", "10", "100"],
      ["Marzo", "20", "200"],
    ].flatMap((cells, row) => cells.map((text, at) => ({ text, x: 60 + at * 150, y: 800 - row * 12 })));
    expect(await textsOf(pdf, makePdf([rows]))).toEqual(["Mes Ventas Total\nEnero 10 100\nMarzo 20 200"]);
  });

  test("of over 5,000 pages is refused", async () => {
    const many = makePdf(Array.from({ length: 5_001 }, () => []));
    expect(await parseBytes(pdf, many)).toMatchObject({
      kind: "failed",
      failure: { code: "too_many_pages" },
    });
  });

  test("that is cut off is malformed", async () => {
    expect(await parseBytes(pdf, "%PDF-1.4\n1 0 obj")).toMatchObject({
      kind: "failed",
      failure: { code: "malformed" },
    });
  });

  test("with an encryption that needs a password is encrypted", async () => {
    const plain = makePdf([printed(["secreto"])]).toString("latin1");
    const key = "<".concat("41".repeat(32), ">");
    const encrypt = `/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O ${key} /U ${key} >> /ID [<41> <41>]`;
    const file = Buffer.from(plain.replace("/Root 1 0 R", `/Root 1 0 R ${encrypt}`), "latin1");
    expect(await parseBytes(pdf, file)).toMatchObject({ kind: "failed", failure: { code: "encrypted" } });
  });
});
