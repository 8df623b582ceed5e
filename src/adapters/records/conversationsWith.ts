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
  const patterns = patternsOf(text, wanted);
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
      .where((row) =>
        row.or(patterns.map((pattern) => sql<boolean>`lower(content) like ${pattern} escape '\\'`)),
      )
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

/**
 * What an engine finds the text with: without its accents, where it may be written with those of western languages; as it
 * is written, whichever accents it has; and with each accent as a sign of its own behind the letter.
 */
function patternsOf(text: string, wanted: string): readonly string[] {
  const composed = text.toLowerCase().normalize("NFC");
  const decomposed = composed.normalize("NFD");
  const open = (letters: string, shut: (letter: string) => boolean) =>
    `%${letters.replaceAll(/[%_\\]|ss|ae|oe|th|./gsu, (part) => {
      if (part === "%" || part === "_" || part === "\\") return `\\${part}`;
      if (part.length === 2 && isAscii.test(part)) return shut(part) ? part : "%";
      // An engine may not know the capital of what is not ASCII.
      return isAscii.test(part) && (shut(part) || !marked.test(part)) ? part : "_";
    })}%`;
  const patterns = [open(wanted, () => false), open(composed, () => false)];
  if (decomposed !== composed) patterns.push(open(decomposed, () => true));
  return [...new Set(patterns)];
}

const isAscii = /^[ -~]*$/;
const marked = /[aeioucny]/;
