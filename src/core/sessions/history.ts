import type { ConversationRecordsDep, Said } from "./conversation.ts";
import type { InteractionRecordsDep } from "./interaction.ts";
import { runningTurn, type Turn } from "./turn.ts";

const latestMessages = 20;
/** Questions with their answers: a query stands mostly alone, and these tell what it points back to. */
const latestQueries = 3;

/** What was said before this turn, oldest first; answers that failed are no part of it. */
export async function readHistory(
  deps: ConversationRecordsDep & InteractionRecordsDep,
  turn: Turn,
): Promise<readonly Said[]> {
  const { memory, conversation, workspace } = turn;
  switch (memory) {
    case "conversation":
      return deps.conversations.said(runningTurn(turn, 0), latestMessages);
    case "interactions":
      return deps.interactions.said(workspace.id, conversation.actor, latestQueries);
    default:
      return memory;
  }
}
