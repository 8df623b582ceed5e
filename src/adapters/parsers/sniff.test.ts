import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { makeDocx, makeZip } from "./fixtures/makeZip.ts";
import { isSupported, sniffMime } from "./sniff.ts";

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ole = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]);

describe("the type of a file", () => {
  test.each([
    ["a PDF named as text", "%PDF-1.7\n", "a.txt", "application/pdf"],
    ["a PDF behind some junk", "HTTP/1.1 200\r\n\r\n%PDF-1.7\n", "a", "application/pdf"],
    ["a picture named as PDF", Buffer.from("89504e470d0a1a0a", "hex"), "a.pdf", "image/png"],
    ["a Word document", makeDocx("<w:p/>"), "a.zip", docx],
    ["a Word document whose parts lie beyond the head", makeDocx("<w:p/>").subarray(0, 300), "a.docx", docx],
    [
      "a spreadsheet named docx",
      makeZip([{ name: "xl/workbook.xml", content: "x" }]),
      "a.docx",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ],
    ["a zip named docx", makeZip([{ name: "foto.jpg", content: "x" }]), "a.docx", "application/zip"],
    ["an encrypted Word document", ole, "a.docx", docx],
    ["an old Word document", ole, "a.doc", "application/msword"],
    ["Markdown", "# hola", "a.md", "text/markdown"],
    ["a table", "a;b\n1;2", "A.CSV", "text/csv"],
    ["JSON with a byte order mark", '\ufeff{"a":1}', "a.json", "application/json"],
    ["JSON without a name", '{"a":1}', "a", "application/json"],
    ["HTML without a name", " <!DOCTYPE html><p>x", "a", "text/html"],
    ["source code", "export const a = 1;\n", "a.ts", "text/plain"],
    ["text in UTF-16", iconv.encode("hola a todos", "utf-16le"), "a.txt", "text/plain"],
    ["Spanish text in Latin-1", iconv.encode("¿Qué año?", "latin1"), "a.txt", "text/plain"],
    ["nothing", "", "a.txt", "text/plain"],
    [
      "bytes named as text",
      Uint8Array.from({ length: 4_000 }, (_, at) => (at * 7919) % 256),
      "a.txt",
      "application/octet-stream",
    ],
  ])("%s", (_, content, name, mime) => {
    expect(sniffMime(new Uint8Array(Buffer.from(content)), name)).toBe(mime);
  });

  test("holds for a head that ends within a character", () => {
    const head = Buffer.from("ñ".repeat(1_000)).subarray(0, 1_999);
    expect(sniffMime(head, "a.txt")).toBe("text/plain");
  });
});

test("only what can be read is supported", () => {
  expect([docx, "application/pdf", "text/plain", "image/png", "application/zip"].map(isSupported)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
