import type { Locale } from "../../contract/common.ts";
import type { StrategyName } from "../../contract/strategies.ts";
import type { DigestDep } from "../access/keys.ts";
import type { Evidence, FinishReason, ModelRequest, PromptMessage, TokenUsage } from "./model.ts";

/** An answer as it was given the first time. */
export interface CachedAnswer {
  readonly text: string;
  readonly modelId: string;
  readonly provider: string;
  /** Numbers of the sources that the text cites, in the evidence that is part of its key. */
  readonly cited: readonly number[];
  /** What it took then; giving it again takes nothing. */
  readonly usage: TokenUsage;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/**
 * Remembers answers for a while, as many as it has room for. It never fails: what it cannot reach it does not have, and
 * what it cannot keep is asked again.
 */
export interface ResponseCache {
  get(key: string): Promise<CachedAnswer | null>;
  set(key: string, answer: CachedAnswer): Promise<void>;
}

export interface ResponseCacheDep {
  /** Null when the operator wants none. */
  readonly responseCache: ResponseCache | null;
}

/** All that an answer depends on. */
export interface ResponseKeyParts {
  /** No workspace ever gets another one's answer. */
  readonly workspaceId: string;
  readonly strategy: StrategyName;
  /** In the order in which they would be asked. */
  readonly modelIds: readonly string[];
  readonly locale: Locale;
  /** What each model would be asked, in the order of `modelIds`. */
  readonly requests: readonly KeyedRequest[];
  /** In the order in which it is numbered. */
  readonly evidence: readonly Omit<Evidence, "n" | "language" | "score">[];
  /** Of each model's system prompt, in the order of `modelIds`. */
  readonly promptHashes: readonly string[];
}

export interface KeyedRequest {
  /** Without the evidence, whose delimiters differ from turn to turn. */
  readonly messages: readonly PromptMessage[];
  readonly parameters: Pick<
    ModelRequest,
    "temperature" | "topP" | "maxTokens" | "stop" | "seed" | "tools" | "toolChoice" | "output"
  >;
}

/** Equal for equal parts and for no others. */
export function responseKey(parts: ResponseKeyParts, { digest }: DigestDep): string {
  // A list, because the order of an object's keys would count; JSON leaves no two lists looking alike.
  const exact = [
    keyVersion,
    parts.workspaceId,
    parts.strategy,
    parts.modelIds,
    parts.locale,
    parts.requests.map(({ messages, parameters: asked }) => [
      messages.map(messageParts),
      [asked.temperature, asked.topP, asked.maxTokens, asked.stop, asked.seed],
      [asked.tools, asked.toolChoice, asked.output],
    ]),
    parts.evidence.map((each) => [
      each.documentId,
      each.documentName,
      each.page,
      each.headings,
      each.start,
      each.end,
      each.text,
    ]),
    parts.promptHashes,
  ];
  return digest(JSON.stringify(exact));
}

/** To be raised when what is kept, or what the key says of it, changes its meaning. */
const keyVersion = 1;

function messageParts(message: PromptMessage): readonly unknown[] {
  if (message.role === "tool") return [message.role, message.content, message.toolCallId];
  if (message.role === "assistant") return [message.role, message.content, message.toolCalls];
  return [message.role, message.content];
}

/** What may be kept of an answer: null unless it came to its own end and says something. */
export function cacheable(answer: CachedAnswer & { readonly reason: FinishReason }): CachedAnswer | null {
  const { reason, text, modelId, provider, cited, usage, createdAt } = answer;
  if (reason !== "stop" || text.trim() === "") return null;
  return { text, modelId, provider, cited, usage, createdAt };
}

/** A kept answer as it is streamed: groups of about four words, which together are exactly the text. */
export function piecesOf(text: string): readonly string[] {
  return text.match(wordGroup) ?? [];
}

/** Bounded, because scripts without blanks and long gaps have no words to count. Never splits a code point. */
const wordGroup = /(?:\s{0,64}\S{1,32}){1,4}|\s{1,64}/gu;
