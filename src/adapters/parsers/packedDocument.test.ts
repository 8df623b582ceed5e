import { expect, test } from "vitest";
import type { ReadDocument } from "../../core/documents/reader.ts";
import { packDocument, unpackDocument } from "./packedDocument.ts";

test("a packed document survives the way between threads", () => {
  const document: ReadDocument = {
    text: "uno dos\n\ntres",
    pages: [{ page: null, start: 0, end: 13 }],
    chunks: [
      { position: 0, page: null, headings: ["A"], start: 0, end: 7, text: "uno dos" },
      { position: 1, page: null, headings: [], start: 9, end: 13, text: "tres" },
      { position: 2, page: null, headings: [], start: 4, end: 13, text: "dos\n\ntres" },
    ],
    terms: [["uno", "dos", "uno"], [], ["dos", "tres"]],
    language: "es",
  };
  expect(unpackDocument(structuredClone(packDocument(document)))).toEqual(document);
});
