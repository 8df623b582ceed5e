import { expect, test } from "vitest";
import type { MessageMetadata } from "../../contract/conversations.ts";
import type { StoredMessage } from "./conversation.ts";
import { exportMarkdown } from "./exportMarkdown.ts";

const at = Date.UTC(2026, 2, 5, 9, 30);
const message = (
  role: StoredMessage["role"],
  content: string,
  metadata: MessageMetadata = {},
): StoredMessage => ({ id: "m", turnId: "t", role, content, metadata, branchId: "", createdAt: at });

async function exported(messages: readonly StoredMessage[], title = "Plazos", locale: "es" | "en" = "es") {
  async function* pages() {
    for (const one of messages) yield [one];
  }
  const pieces = await Array.fromAsync(exportMarkdown({ title, createdAt: at }, pages(), locale));
  return pieces.join("");
}

/** What stands in the quote of the only message. */
async function quoted(content: string): Promise<string[]> {
  const text = await exported([message("user", content)]);
  return text.split("\n").slice(6, -1);
}

const source = {
  n: 1,
  doc_id: "d",
  start: 0,
  end: 1,
  snippet: "s",
  score: 1,
  flagged: false,
};

test("roles, times, and sources numbered as the answer cites them", async () => {
  const sources = [
    { ...source, doc_name: "contrato_2026.pdf", page: 3 },
    { ...source, n: 2, doc_name: "[x](http://y) \n# z" },
  ];
  const said = [
    message("user", "¿Plazo?"),
    message("assistant", "Quince días [S1].\n\nNada más.", { sources }),
  ];
  expect(await exported(said)).toBe(`# Plazos

2026-03-05T09:30:00.000Z

## Usuario · 2026-03-05T09:30:00.000Z

> ¿Plazo?

## Asistente · 2026-03-05T09:30:00.000Z

> Quince días [S1].
>
> Nada más.

**Fuentes**

- \\[S1\\] contrato\\_2026.pdf, página 3
- \\[S2\\] \\[x\\](http://y) \\# z
`);
});

test("without a title, and in English", async () => {
  const text = await exported(
    [message("assistant", "Hi", { sources: [{ ...source, doc_name: "a", page: 2 }] })],
    "",
    "en",
  );
  expect(text).toMatch(/^# Conversation\n/);
  expect(text).toContain("\n## Assistant · 2026");
  expect(text).toContain("\n**Sources**\n\n- \\[S1\\] a, page 2\n");
});

test("a title is one line that means nothing", async () => {
  expect(await exported([], "a\n\n## b <i>*c*")).toMatch(/^# a \\#\\# b \\<i\\>\\\*c\\\*\n\n2026/);
});

test("no line leaves the quote, however it ends", async () => {
  expect(await quoted("a\r\n# b\r## c\n```\n\n===\n> d")).toEqual([
    "> a",
    "> # b",
    "> ## c",
    "> ```",
    ">",
    "> ===",
    "> > d",
  ]);
});

test("a tag stays text but in a fence; a comparison is none", async () => {
  expect(await quoted("</blockquote><h2>x\n1 < 2 <!-- \n```html\n<b>\n```\n<i>")).toEqual([
    "> \\</blockquote>\\<h2>x",
    "> 1 < 2 \\<!-- ",
    "> ```html",
    "> <b>",
    "> ```",
    "> \\<i>",
  ]);
});

test("a fence that may be no fence hides no tag", async () => {
  expect((await quoted("- a\n  ```\n<b>\n```\n<i>")).slice(2)).toEqual(["> \\<b>", "> ```", "> \\<i>"]);
  expect((await quoted("   ```\n```\n<i>")).at(-1)).toBe("> \\<i>");
  expect((await quoted("``` a`b\n<i>")).at(-1)).toBe("> \\<i>");
  expect((await quoted("````\n```\n<b>\n````\n<i>")).slice(2)).toEqual(["> <b>", "> ````", "> \\<i>"]);
});

test("definitions of links and footnotes are text, a mark is not touched", async () => {
  expect(await quoted("[S1]: http://evil\n> - [^1]: x\n[a\nb]: /c\n[S1] y [S2]: z")).toEqual([
    "> \\[S1]: http://evil",
    "> > - \\[^1]: x",
    "> \\[a",
    "> b]: /c",
    "> [S1] y [S2]: z",
  ]);
});
