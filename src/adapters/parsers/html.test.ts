import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { textsOf } from "./fixtures/parseBytes.ts";
import { html } from "./html.ts";

describe("an HTML page", () => {
  test("gives title, headings, paragraphs, lists and tables as they are read", async () => {
    const page = `<!doctype html><title>La  web</title><body><h2>Sobre <em>nosotros</em></h2>
      <p>Somos un<b>a</b> casa.<br>Desde 1999, <a href="/x">contacto</a>.</p>
      <ul><li>uno</li><li>dos<ol><li>tres</li></ol></li></ul>
      <table><tr><th>Mes<th>Total<tr><td>Enero<td><p>10</p><p>€</p></table> fin`;
    expect(await textsOf(html, page)).toEqual([
      "h1 La web",
      "h2 Sobre nosotros",
      "Somos una casa.\nDesde 1999, contacto.",
      "- uno\n- dos\n  1. tres",
      "Mes | Total\nEnero | 10 €",
      "fin",
    ]);
  });

  test("leaves out what is not shown", async () => {
    const page = `<p>a<script>x()</script><style>y{}</style><span hidden>no</span><template><p>no</p></template></p>
      <div style="color:red; display: none">no <div>no</div></div><noscript>no</noscript><p>b</p>`;
    expect(await textsOf(html, page)).toEqual(["a", "b"]);
  });

  test("keeps the lines of preformatted text", async () => {
    expect(await textsOf(html, "<pre>uno\n  dos\n</pre><p>tres\n cuatro</p>")).toEqual([
      "uno\ndos",
      "tres cuatro",
    ]);
  });

  test.each([
    ["windows-1252", '<meta charset="windows-1252"><p>¿Qué año?</p>'],
    ["Shift_JIS", '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><p>東京都</p>'],
    ["utf8", '<meta charset="iso-8859-1"><p>¿Qué año?</p>'],
  ])("in %s is decoded", async (encoding, page) => {
    expect(await textsOf(html, iconv.encode(page, encoding))).toEqual([/<p>(.*)<\/p>/.exec(page)?.[1]]);
  });

  test("nested twenty thousand deep is read", async () => {
    expect(await textsOf(html, `${"<div>".repeat(20_000)}hondo${"</div>".repeat(20_000)}`)).toEqual([
      "hondo",
    ]);
  });
});
