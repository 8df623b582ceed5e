import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeFileName } from "./fileName.ts";

describe("safeFileName", () => {
  test.each([
    ["informe.pdf", "informe.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ana\\Informe final.docx", "Informe final.docx"],
    ["carpeta/", "carpeta"],
    ["a\u0000b\r\n.txt", "ab.txt"],
    ["factura\u202Efdp.exe", "facturafdp.exe"],
    ["zero\u200Bwidth.md", "zerowidth.md"],
    ["N\u0303andu\u0301.txt", "Ñandú.txt"],
    ["..", "file"],
    [".", "file"],
    ["../..", "file"],
    ["", "file"],
    [" \u200E ", "file"],
    [".env", ".env"],
  ])("makes %j to %j", (raw, name) => {
    expect(safeFileName(raw)).toBe(name);
  });

  test("a long name is cut between characters and keeps its extension", () => {
    expect(safeFileName(`${"ñ".repeat(200)}.pdf`)).toBe(`${"ñ".repeat(125)}.pdf`);
    const family = "👩\u200D👩\u200D👧";
    expect(safeFileName(`${family.repeat(40)}.csv`)).toBe(`${family.repeat(13)}.csv`);
  });

  test("a long name without an extension is cut at 255 bytes", () => {
    expect(safeFileName("x".repeat(400))).toBe("x".repeat(255));
  });

  test("whatever comes in, the name is short, has no path and is stable", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (raw) => {
        const name = safeFileName(raw);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
        expect(name).not.toMatch(/[/\\\p{Cc}\u200B\u202A-\u202E\u2066-\u2069]/u);
        expect(["", ".", ".."]).not.toContain(name);
        expect(safeFileName(name)).toBe(name);
      }),
    );
  });
});
