import type { Behaviour } from "./behaviour.ts";
import type { Answer, Message, Prompt } from "./formats/format.ts";
import { moderatorReply } from "./moderation/moderatorReply.ts";
import { readDeliberation } from "./moderation/readDeliberation.ts";
import { unstamped } from "./plan.ts";
import { countWords, wordsOf } from "./words.ts";

/** The thoughts' words, far from those of any answer. */
const thoughtsFrom = 200_000;
const sentence = 12;

/** The good answer to a prompt: the same words for the same seed, whichever model is asked; a moderator's are its prompt's. */
export function answerTo(prompt: Prompt, behaviour: Behaviour, model: string): Answer {
  const { tool, think, seed } = behaviour;
  const all = tool === null ? piecesOf(behaviour, prompt.messages) : argumentsOf(behaviour);
  const asked = tool === null ? remaining(all, prompt.messages, behaviour) : all;
  const limit = tool === null ? (prompt.maxTokens ?? asked.length) : asked.length;
  const promptTokens = prompt.messages.reduce((sum, { text }) => sum + countWords(text), 0);
  const cut = asked.length > limit ? "length" : "stop";
  return {
    model,
    pieces: asked.slice(0, limit),
    thoughts: spaced(wordsOf(seed, thoughtsFrom, think)),
    tool,
    finish: tool === null ? (behaviour.finish ?? cut) : "tool_calls",
    promptTokens,
    cachedTokens: Math.min(behaviour.cached, promptTokens),
    showsUsage: true,
    usageInStream: prompt.usageInStream,
  };
}

function piecesOf(behaviour: Behaviour, messages: readonly Message[]): readonly string[] {
  const { seed, tokens, stamp, moderator } = behaviour;
  if (stamp) return spaced(Array.from({ length: tokens }, () => unstamped));
  const deliberation = moderator === null ? null : readDeliberation(messages);
  const text =
    moderator === null || deliberation === null
      ? behaviour.text
      : moderatorReply(moderator, deliberation, seed);
  if (text !== null) return text.match(/\s*\S+|\s+$/gu) ?? [];
  return spaced(
    wordsOf(seed, 0, tokens).map((word, at) => (at % sentence === sentence - 1 ? `${word}.` : word)),
  );
}

function argumentsOf({ text, seed }: Behaviour): readonly string[] {
  const json = text ?? JSON.stringify({ query: wordsOf(seed, 0, 3).join(" ") });
  return json.match(/\s*\S+/gu) ?? [];
}

function spaced(words: readonly string[]): readonly string[] {
  return words.map((word, at) => (at === 0 ? word : ` ${word}`));
}

/** What is left to say when the prompt holds the beginning of the answer. */
function remaining(
  pieces: readonly string[],
  messages: readonly Message[],
  { restart, overlap }: Behaviour,
): readonly string[] {
  const start = restart ? 0 : alreadySaid(pieces.join(""), messages);
  if (start === 0) return pieces;
  const left: string[] = [];
  let position = 0;
  for (const piece of pieces) {
    if (position + piece.length > start) left.push(piece.slice(Math.max(0, start - position)));
    position += piece.length;
  }
  if (overlap === 0) return left;
  const next = pieces.length - left.length;
  return [...pieces.slice(Math.max(0, next - overlap), next), ...left];
}

/**
 * Length of the text that the last assistant message holds already: the last message of all, or the one ahead of the
 * user's last. A complete answer ahead of a user's message is an earlier turn, not a beginning.
 */
function alreadySaid(text: string, messages: readonly Message[]): number {
  const last = messages.at(-1);
  const said = last?.role === "assistant" ? last : messages.at(-2);
  if (said?.role !== "assistant" || said.text.trim() === "") return 0;
  if (said.text.startsWith(text)) return said === last ? text.length : 0;
  return text.startsWith(said.text) ? said.text.length : 0;
}
