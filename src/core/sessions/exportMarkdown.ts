import type { Locale } from "../../contract/common.ts";
import { instant } from "../../contract/instant.ts";
import type { Source } from "../../contract/retrieval.ts";
import type { Conversation, StoredMessage } from "./conversation.ts";

/**
 * A conversation as Markdown (CommonMark 0.31), piece by piece: a heading a message, the message as a block quote, its
 * sources behind it. Whatever stands in a message ends with its quote: it can open no heading, fence or comment outside
 * of it, close the quote with HTML, or define a link that others would show.
 */
export async function* exportMarkdown(
  { title, createdAt }: Pick<Conversation, "title" | "createdAt">,
  pages: AsyncIterable<readonly StoredMessage[]>,
  locale: Locale,
): AsyncGenerator<string> {
  const word = words[locale];
  yield `# ${inline(title === "" ? word.conversation : title)}\n\n${instant(createdAt)}\n`;
  for await (const page of pages)
    yield page
      .map(({ role, content, metadata, createdAt: at }) => {
        const sources = (metadata.sources ?? []).map((source) => footnote(source, word.page));
        const notes = sources.length === 0 ? "" : `\n**${word.sources}**\n\n${sources.join("\n")}\n`;
        return `\n## ${word[role]} · ${instant(at)}\n\n${quote(content)}\n${notes}`;
      })
      .join("");
}

const words: Readonly<Record<Locale, Readonly<Record<Word, string>>>> = {
  es: {
    conversation: "Conversación",
    user: "Usuario",
    assistant: "Asistente",
    sources: "Fuentes",
    page: "página",
  },
  en: {
    conversation: "Conversation",
    user: "User",
    assistant: "Assistant",
    sources: "Sources",
    page: "page",
  },
};
type Word = "conversation" | "user" | "assistant" | "sources" | "page";

function footnote({ n, doc_name, page }: Source, pageWord: string): string {
  return `- \\[S${n}\\] ${inline(doc_name)}${page === undefined ? "" : `, ${pageWord} ${page}`}`;
}

/** Each line marked, so that nothing leaves the quote. */
function quote(content: string): string {
  let fence: string | null = null;
  let certain = true;
  const lines = content.split(/\r\n|\r|\n/u).map((line) => {
    if (fence !== null) {
      if (closes(line, fence)) fence = null;
      return line;
    }
    certain &&= !indentedFence.test(line);
    fence = certain ? opened(line) : null;
    // A tag needs a letter, `/`, `!` or `?` behind its bracket.
    return fence === null ? line.replace(/<(?=[a-z/!?])/giu, "\\<") : line;
  });
  return withoutDefinitions(lines.join("\n")).replace(/^/gmu, "> ").replace(/^> $/gmu, ">");
}

/** It may stand in a list that ends it, or be none: from there on no line is taken for code. */
const indentedFence = /^[ \t>*+\-\d.)]+(?:`{3}|~{3})/u;

/** The fence that a line opens in the first column, where it stands in no list. */
function opened(line: string): string | null {
  return /^(`{3,}(?=[^`]*$)|~{3,})/u.exec(line)?.[1] ?? null;
}

function closes(line: string, fence: string): boolean {
  const run = /^ {0,3}(`{3,}|~{3,})[ \t]*$/u.exec(line)?.[1] ?? "";
  return run.startsWith(fence);
}

/** Definitions of links and footnotes hold for the whole document, wherever they stand; in code they only look alike. */
function withoutDefinitions(text: string): string {
  return text.replace(/^([ \t>*+\-\d.)]*)\[(?=(?:\\.|[^\]\\]){1,999}\]:)/gmsu, "$1\\[");
}

/** Text of one line that means nothing to Markdown. */
function inline(text: string): string {
  return text.replace(/\s+/gu, " ").replace(/[\\`*_[\]<>#|~&!]/gu, "\\$&");
}
