import type { ConversationRecordsDep } from "./conversation.ts";
import type { Turn } from "./turn.ts";

export type Said = Required<Turn>["history"][number];

const latestMessages = 20;

/** What was said before this turn, oldest first; answers that failed are no part of it. */
export async function readHistory(deps: ConversationRecordsDep, turn: Turn): Promise<readonly Said[]> {
  if (turn.history) return turn.history;
  if (turn.opensConversation) return [];
  const latest = await deps.conversations.latest(turn.conversation, latestMessages + 1);
  return latest.filter(({ turnId, metadata }) => turnId !== turn.id && metadata.error !== true);
}
