import type { exportFormats } from "../contract/conversations.ts";
import type { Locale } from "../contract/common.ts";
import type { Conversation, ConversationRecordsDep } from "../core/sessions/conversation.ts";
import { pagesOf } from "../core/sessions/pagesOf.ts";
import { exportMarkdown } from "../core/sessions/exportMarkdown.ts";
import { branchViews, conversationView, messageView } from "./views.ts";

export interface ConversationExport {
  readonly mime: string;
  /** ASCII letters, digits, `-` and `.` only. */
  readonly fileName: string;
  /** Read from the records as it is sent, a page at a time. */
  readonly text: AsyncGenerator<string>;
}

/** JSON has all branches; Markdown has what is read of the conversation now. */
export function conversationExport(
  deps: ConversationRecordsDep,
  conversation: Conversation,
  format: (typeof exportFormats)[number],
  locale: Locale,
): ConversationExport {
  const { conversations } = deps;
  const name = `${slug(conversation.title)}-${conversation.id}`;
  if (format === "json")
    return {
      mime: "application/json; charset=utf-8",
      fileName: `${name}.json`,
      text: exportJson(deps, conversation),
    };
  const pages = pagesOf((page) => conversations.messages(conversation, page));
  return {
    mime: "text/markdown; charset=utf-8",
    fileName: `${name}.md`,
    text: exportMarkdown(conversation, pages, locale),
  };
}

async function* exportJson(
  { conversations }: ConversationRecordsDep,
  conversation: Conversation,
): AsyncGenerator<string> {
  const branches = await conversations.branches(conversation);
  const head = {
    conversation: conversationView(conversation),
    branches: branchViews(conversation, branches),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"messages":[`;
  let separator = "";
  for await (const page of pagesOf((one) => conversations.everyMessage(conversation, one))) {
    yield separator + page.map((message) => JSON.stringify(messageView(message, branches))).join(",");
    separator = ",";
  }
  yield "]}\n";
}

function slug(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/gu, "")
    .toLowerCase();
  const words = plain
    .replace(/[^a-z0-9]+/gu, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/gu, "");
  return words === "" ? "conversation" : words;
}
