import { sql, type Kysely } from "kysely";
import { foldAccents } from "../../core/retrieval/foldAccents.ts";
import type { ConversationTable, Schema } from "./schema.ts";

/** Conversations whose messages are looked through at a time: other reads of the process get in between. */
const stretch = 200;

/**
 * Of these conversations, in their order, the ones with `text` in title or messages. The engine narrows the messages
 * down with a pattern that leaves open what it cannot fold itself; what fits the pattern is folded and looked at here.
 */
export async function* conversationsWith<Row extends Pick<ConversationTable, "id" | "title">>(
  query: Kysely<Schema>,
  workspaceId: string,
  conversations: readonly Row[],
  text: string,
): AsyncGenerator<Row> {
  const wanted = folded(text);
  const pattern = `%${Array.from(wanted, openLetter).join("")}%`;
  for (let start = 0; start < conversations.length; start += stretch) {
    const part = conversations.slice(start, start + stretch);
    const rows = await query
      .selectFrom("messages")
      .select(["conversation_id", "content"])
      .where("workspace_id", "=", workspaceId)
      // Always as many, so that one statement serves all stretches.
      .where(
        "conversation_id",
        "in",
        Array.from({ length: stretch }, (_, n) => part[n]?.id ?? ""),
      )
      .where(sql<boolean>`lower(content) like ${pattern} escape '\\'`)
      .execute();
    const ids = new Set<string>();
    for (const row of rows)
      if (!ids.has(row.conversation_id) && folded(row.content).includes(wanted)) ids.add(row.conversation_id);
    yield* part.filter(({ id, title }) => ids.has(id) || folded(title).includes(wanted));
  }
}

function folded(text: string): string {
  return foldAccents(text.toLowerCase());
}

/** Letters that may carry a mark, or whose capital an engine may not know, stay open. */
function openLetter(letter: string): string {
  if (letter === "%" || letter === "_" || letter === "\\") return `\\${letter}`;
  return openLetters.test(letter) ? "_" : letter;
}

const openLetters = /[aeioucny]|[^ -~]/;
