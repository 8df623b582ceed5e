import type { ConversationRecordsDep, Said } from "./conversation.ts";
import type { Turn } from "./turn.ts";

const latestMessages = 20;

/** What was said before this turn, oldest first; answers that failed are no part of it. */
export async function readHistory(deps: ConversationRecordsDep, turn: Turn): Promise<readonly Said[]> {
  return deps.conversations.said(turn.conversation, turn.id, latestMessages);
}
