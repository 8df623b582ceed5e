import type { ConversationMode } from "../../../contract/common.ts";
import type { RewriteMetadata } from "../../../contract/retrieval.ts";
import { carryTopic, longestQuery, type SaidBefore } from "./carryTopic.ts";
import { isCourtesy } from "./isCourtesy.ts";
import { isFaithful } from "./isFaithful.ts";
import { leansOnHistory } from "./leansOnHistory.ts";
import { listItem } from "./listItem.ts";
import { spokenText } from "./spokenText.ts";

/** A question in its conversation. */
export interface FollowUp {
  readonly question: string;
  readonly mode: ConversationMode;
  /** Oldest first; nothing for a conversation's first question. */
  readonly history: readonly SaidBefore[];
}

/** What the documents are searched for, and why that is not, or is, the question as it was put. */
export interface Rewriting {
  readonly query: string;
  readonly metadata: RewriteMetadata;
}

/**
 * Asks a model for the question as it would stand alone. Null when none answered in time. Rejects with the signal's
 * reason, or with a bug.
 */
export type AskRewriter = (question: string, said: readonly SaidBefore[]) => Promise<string | null>;

/** Messages, and characters of each, that a rewriter reads. */
const mostMessages = 6;
/** Messages among which they are looked for: some are nobody's words, some courtesies. */
const mostHeard = 12;
const longestMessage = 200;
/** Before it is rid of what is nobody's words. */
const longestRead = 1_000;

/**
 * The query behind a question that leans on what was said before it: by the model, if one is given and what it writes
 * adds nothing of its own, else by rules. A first question and one in the mode `new` stay as they are, in the mode
 * `continue` each other one is rewritten.
 */
export async function rewriteFollowUp(
  { question, mode, history }: FollowUp,
  askModel: AskRewriter | null,
): Promise<Rewriting> {
  const stays = (reason: RewriteMetadata["_META_rewrite_reason"]) => rewriting(question, question, reason);
  if (mode === "new") return stays("mode_new");
  if (history.length === 0) return stays("first_question");
  if (question.length >= longestQuery) return stays("too_long");
  if (isCourtesy(question)) return stays("stands_alone");
  const leaning = leansOnHistory(question);
  const reason = leaning ?? (mode === "continue" ? "mode_continue" : null);
  if (reason === null) return stays("stands_alone");
  const said = history
    .slice(-mostHeard)
    .map(({ role, content }) => ({ role, content: spokenText(content.slice(0, longestRead)) }))
    .filter(({ content }) => content !== "" && !isCourtesy(content))
    .slice(-mostMessages)
    .map(({ role, content }) => ({ role, content: content.slice(0, longestMessage).toWellFormed() }));
  const item = listItem(question, history.findLast(({ role }) => role === "assistant")?.content ?? "");
  const written = await askModel?.(question, said);
  const query =
    typeof written === "string" && isFaithful(written, question, said)
      ? written
      : carryTopic(question, said, item);
  return query === null || query === question ? stays("nothing_to_add") : rewriting(question, query, reason);
}

function rewriting(
  question: string,
  query: string,
  reason: RewriteMetadata["_META_rewrite_reason"],
): Rewriting {
  return {
    query,
    metadata: {
      _META_query_original: question,
      _META_query_rewritten: query,
      _META_rewrite_applied: query !== question,
      _META_rewrite_reason: reason,
    },
  };
}
