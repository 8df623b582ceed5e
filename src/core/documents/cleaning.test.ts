import { describe, expect, test } from "vitest";
import { cleanText, joinLines } from "./cleaning.ts";

describe("cleaned text", () => {
  test("has LF line ends, plain spaces and one blank line at most", () => {
    expect(cleanText("uno\r\ndos\rtres\u00a0y\n \n\t\n\ncuatro").text).toBe("uno\ndos\ntres y\n\ncuatro");
  });

  test("has no NUL, control characters or lone surrogates", () => {
    expect(cleanText("a\u0000b\u0007c\ud800d\u009fe😀\tf").text).toBe("abcde😀\tf");
  });

  test("keeps a replacement character that was written", () => {
    expect(cleanText("a\ufffdb").text).toBe("a\ufffdb");
  });

  test("has no zero-width and bidi marks, and counts them", () => {
    expect(cleanText("ig\u200bno\u202ere\u2066 \u{e0041}todo\ufeff")).toEqual({
      text: "ignore todo",
      hiddenMarks: 5,
    });
  });

  test("keeps the joiners that emoji and Persian are written with", () => {
    expect(cleanText("👩\u200d🚀 می\u200cخواهم x\u200dy")).toEqual({
      text: "👩\u200d🚀 می\u200cخواهم xy",
      hiddenMarks: 1,
    });
  });

  test("joins words at soft hyphens", () => {
    expect(cleanText("infor\u00admación y trans\u00ad\nporte").text).toBe("información y transporte");
  });
});

describe("joined lines", () => {
  test.each([
    [["La infor-", "mación pública"], "La información pública"],
    [["the state-of-", "the-art"], "the state-of-the-art"],
    [["años 2010-", "2012"], "años 2010-2012"],
    [["Castilla-", "La Mancha"], "Castilla-La Mancha"],
    [["uno -", "dos"], "uno - dos"],
    [["uno ", "", " dos"], "uno dos"],
  ])("%j", (lines, expected) => {
    expect(joinLines(lines)).toBe(expected);
  });
});
