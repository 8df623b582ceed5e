import { describe, expect, test } from "vitest";
import { docx } from "./docx.ts";
import { makeDocx } from "./fixtures/makeZip.ts";
import { parseBytes, textsOf } from "./fixtures/parseBytes.ts";

const paragraph = (text: string, style = "") =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;
const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;

describe("a Word document", () => {
  test("gives headings, paragraphs and table rows", async () => {
    const table = `<w:tbl><w:tr>${cell("Mes")}${cell("Total")}</w:tr><w:tr>${cell("Enero")}${cell("10 €")}</w:tr></w:tbl>`;
    const file = makeDocx(paragraph("Título", "Heading1") + paragraph("Un párrafo.") + table);
    expect(await textsOf(docx, file)).toEqual(["h1 Título", "Un párrafo.", "Mes | Total\nEnero | 10 €"]);
  });

  test("gives its page header once", async () => {
    const header = `<w:hdr>${paragraph("Ayuntamiento de Sevilla")}</w:hdr>`;
    const file = makeDocx(paragraph("Texto."), [
      { name: "word/header1.xml", content: header },
      { name: "word/header2.xml", content: header },
    ]);
    expect(await textsOf(docx, file)).toEqual(["Texto.", "Ayuntamiento de Sevilla"]);
  });

  test.each([
    [
      "that unpacks to over 20 times its size",
      { name: "word/media/a.bin", content: new Uint8Array(10e6) },
      "too_large",
    ],
    [
      "that unpacks to more than it declares",
      { name: "word/a.bin", content: new Uint8Array(9e6), declared: 10 },
      "too_large",
    ],
    ["with encrypted entries", { name: "word/a.bin", content: "x", encrypted: true }, "encrypted"],
  ])("%s is refused", async (_, extra, code) => {
    expect(await parseBytes(docx, makeDocx(paragraph("a"), [extra]))).toMatchObject({
      kind: "failed",
      failure: { code },
    });
  });

  test.each([
    ["an OLE container", Buffer.from("d0cf11e0a1b11ae1", "hex"), "encrypted"],
    ["cut off", makeDocx(paragraph("texto")).subarray(0, 300), "malformed"],
    ["no zip at all", Buffer.from("hola"), "malformed"],
    ["without a document in it", makeDocx("<w:p>").subarray(0), "malformed"],
  ])("that is %s is refused", async (_, file, code) => {
    expect(await parseBytes(docx, file)).toMatchObject({ kind: "failed", failure: { code } });
  });
});
