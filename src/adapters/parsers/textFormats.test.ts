import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { csv } from "./csv.ts";
import { parseBytes, textsOf } from "./fixtures/parseBytes.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { plainText } from "./plainText.ts";

describe("plain text", () => {
  test.each(["utf8", "windows-1252", "iso-8859-1", "utf-16le", "utf-16be", "utf-32le"])(
    "in %s is decoded, even when short",
    async (encoding) => {
      for (const text of ["¿Mañana?", "El niño comió pingüino.", "Año 2024: áéíóú «ñ»"]) {
        expect(await textsOf(plainText, iconv.encode(text, encoding))).toEqual([text]);
      }
    },
  );

  test("with a byte order mark loses it", async () => {
    expect(await textsOf(plainText, iconv.encode("\ufeffhola", "utf-16be"))).toEqual(["hola"]);
  });

  test("in Cyrillic is told by its letters", async () => {
    const text = "Все люди рождаются свободными и равными в своем достоинстве и правах. ".repeat(3);
    expect(await textsOf(plainText, iconv.encode(text, "windows-1251"))).toEqual([text]);
  });

  test("that is binary is malformed", async () => {
    const bytes = Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7919) % 256);
    expect(await parseBytes(plainText, bytes)).toMatchObject({
      kind: "failed",
      failure: { code: "malformed" },
    });
  });
});

describe("Markdown", () => {
  test("keeps its source and finds headings outside code", async () => {
    const source =
      "---\ntitle: x\n---\nIntro\n\n# Uno\ntexto\n- a\n---\nDos\n===\n```sh\n# no\n\n# tampoco\n```\n### Tres ###";
    expect(await textsOf(markdown, source)).toEqual([
      "---\ntitle: x\n---",
      "Intro",
      "h1 # Uno",
      "texto\n- a\n---",
      "h1 Dos\n===",
      "```sh\n# no\n\n# tampoco\n```",
      "h3 ### Tres ###",
    ]);
  });
});

describe("CSV", () => {
  test.each([",", ";", "\t", "|"])("split by %j gives a readable line for each row", async (delimiter) => {
    const rows = [
      ["Mes", "Total", "Nota"],
      ["Enero", "10", ""],
      ["Marzo", "20", '"con ""comillas"", y coma; y más"'],
    ];
    const file = rows.map((row) => row.join(delimiter)).join("\r\n");
    expect((await textsOf(csv, file)).slice(1)).toEqual([
      "Mes: Enero; Total: 10",
      'Mes: Marzo; Total: 20; Nota: con "comillas", y coma; y más',
    ]);
  });

  test("finds its header under a title", async () => {
    expect(await textsOf(csv, "Copas,,\nEquipo,Ciudad,N\nBlues,STL,1\n")).toEqual([
      "Copas",
      "Equipo; Ciudad; N",
      "Equipo: Blues; Ciudad: STL; N: 1",
    ]);
  });

  test("without a header gives the bare cells", async () => {
    expect(await textsOf(csv, "1,2\n3,4\n")).toEqual(["1; 2", "3; 4"]);
  });
});

describe("JSON", () => {
  test("gives a line for each value with its path", async () => {
    const file = JSON.stringify({ autor: { nombre: "Ana", años: [3, 4] }, vacío: null, ok: true });
    expect(await textsOf(json, file)).toEqual([
      "autor.nombre: Ana\nautor.años[0]: 3\nautor.años[1]: 4",
      "ok: true",
    ]);
  });

  test("as lines gives a block for each", async () => {
    expect(await textsOf(json, '{"a":1}\n\n{"a":2}\n')).toEqual(["a: 1", "a: 2"]);
  });

  test("that is wrong says where", async () => {
    expect(await textsOf(json, '{"a": 1,}')).toEqual([
      expect.stringMatching(/^failed: malformed: .*position 8/),
    ]);
    expect(await textsOf(json, '{"a":1}\n{"a":\n')).toEqual([
      expect.stringMatching(/^failed: malformed: Line 2 /),
    ]);
  });

  test("nested without end is read", async () => {
    expect(await textsOf(json, `${"[".repeat(3_000)}7${"]".repeat(3_000)}`)).toEqual([
      expect.stringMatching(/\]: 7$/),
    ]);
  });
});
