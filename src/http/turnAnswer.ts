import type { TurnAnswer } from "../contract/conversations.ts";
import { turnEventSchemas } from "../contract/events.ts";
import type { LoggedEvent } from "../core/sessions/turn.ts";
import { RefusedError } from "./problem.ts";
import { refuse } from "../core/errors.ts";

/** Folds a whole turn's events into one object. Throws RefusedError with the code of a turn that ended in `error`. */
export async function foldTurn(batches: AsyncIterable<readonly LoggedEvent[]>): Promise<TurnAnswer> {
  const answer: Partial<TurnAnswer> & Pick<TurnAnswer, "content" | "sources" | "info" | "warnings"> = {
    content: "",
    sources: [],
    info: [],
    warnings: [],
  };
  for await (const batch of batches) for (const event of batch) fold(answer, event);
  const { turn_id, conversation_id, user_message_id, message_id, documents_used, metadata, ...rest } = answer;
  if (!turn_id || !conversation_id || !user_message_id || !message_id || !documents_used || !metadata) {
    throw new RefusedError(refuse("interrupted", "The turn has no end yet; follow its events."));
  }
  return { turn_id, conversation_id, user_message_id, message_id, documents_used, metadata, ...rest };
}

function fold(
  answer: Partial<TurnAnswer> & Pick<TurnAnswer, "content" | "info" | "warnings">,
  { event, data }: LoggedEvent,
): void {
  const value: unknown = JSON.parse(data);
  switch (event) {
    case "start": {
      const { turn_id, conversation_id, user_message_id } = turnEventSchemas.start.parse(value);
      Object.assign(answer, { turn_id, conversation_id, user_message_id });
      return;
    }
    case "chunk":
      answer.content += turnEventSchemas.chunk.parse(value).content;
      return;
    case "sources":
      answer.sources = turnEventSchemas.sources.parse(value).sources;
      return;
    case "info":
      answer.info.push(turnEventSchemas.info.parse(value));
      return;
    case "warning":
      answer.warnings.push(turnEventSchemas.warning.parse(value));
      return;
    case "done":
      Object.assign(answer, turnEventSchemas.done.parse(value));
      return;
    case "error": {
      const { error, message, retry_after_ms } = turnEventSchemas.error.parse(value);
      const refusal = refuse(error, message);
      throw new RefusedError(
        retry_after_ms === undefined ? refusal : { ...refusal, retryAfterMs: retry_after_ms },
      );
    }
    case "synthesis":
      answer.synthesis = turnEventSchemas.synthesis.parse(value);
      return;
    case "system":
    case "answer":
    case "document_ready":
      return;
  }
}
