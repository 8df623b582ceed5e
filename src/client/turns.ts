import { turnSchema, type AskTurn, type ChatRequest, type TurnView } from "../contract/conversations.ts";
import type { TurnEvent } from "../contract/events.ts";
import type { Patience } from "./resumedEvents.ts";
import { turnStream } from "./turnStream.ts";
import type { Wire } from "./wire.ts";

/** Streams end with the turn's last word; aborting a signal stops listening, `cancel` stops the turn. */
export interface TurnCalls {
  /** Asks in a conversation. */
  ask(conversationId: string, body: AskTurn, signal?: AbortSignal): AsyncIterable<TurnEvent>;
  /** Asks in a new conversation unless the body names one. */
  chat(body: ChatRequest, signal?: AbortSignal): AsyncIterable<TurnEvent>;
  /** Follows a turn from its beginning, or from the event after `after`. */
  follow(turnId: string, after: string | null, signal?: AbortSignal): AsyncIterable<TurnEvent>;
  get(turnId: string, signal?: AbortSignal): Promise<TurnView>;
  cancel(turnId: string, signal?: AbortSignal): Promise<TurnView>;
}

export function turnCalls(wire: Wire, patience: Patience): TurnCalls {
  const never = () => new AbortController().signal;
  return {
    ask: (conversationId, body, signal = never()) =>
      turnStream(wire, { path: `/api/v1/conversations/${conversationId}/messages`, body }, patience, signal),
    chat: (body, signal = never()) => turnStream(wire, { path: "/api/v1/chat", body }, patience, signal),
    follow: (turnId, after, signal = never()) => turnStream(wire, { turnId, after }, patience, signal),
    get: (turnId, signal) => wire.read(turnSchema, "GET", `/api/v1/turns/${turnId}`, {}, signal),
    cancel: (turnId, signal) => wire.read(turnSchema, "POST", `/api/v1/turns/${turnId}/cancel`, {}, signal),
  };
}
