import type { PromptMessage } from "./model.ts";
import { tokensOfMessage, tokensOfMessages } from "./tokens.ts";

/**
 * The messages that fit `budget` tokens: the oldest go first, each whole. System messages and all from the last
 * question on stay, however long. What is left of the history then begins with a question: an answer whose question
 * is gone, or a tool's result whose call is gone, says nothing and is refused by some vendors.
 */
export function fitHistory(messages: readonly PromptMessage[], budget: number): readonly PromptMessage[] {
  const question = messages.findLastIndex(({ role }) => role === "user");
  if (question === -1 || tokensOfMessages(messages) <= budget) return messages;
  const stays = ({ role }: PromptMessage, n: number) => role === "system" || n >= question;

  let left = budget - tokensOfMessages(messages.filter(stays));
  let first = question;
  for (let n = question - 1; n >= 0; n--) {
    const message = messages[n];
    if (!message || message.role === "system") continue;
    left -= tokensOfMessage(message);
    if (left < 0) break;
    if (message.role === "user") first = n;
  }
  return messages.filter((message, n) => n >= first || stays(message, n));
}
