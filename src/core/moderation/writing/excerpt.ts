import type { Span } from "../../sentences.ts";
import { blocksOf, type Block } from "../words/blocks.ts";
import type { Claim } from "../comparing/comparison.ts";
import { isClosing, isGreeting } from "../words/smallTalk.ts";

/** The beginning of an answer as it stands: code and tables entire, prose and lists to the end of a sentence. */
export interface Excerpt extends Span {
  /** With an end to the code, where code alone is longer than there is room. */
  readonly text: string;
}

/**
 * At most `most` characters of an answer, without greeting and farewell; null when nothing of it stays whole within
 * them. `claims` are the answer's own.
 */
export function excerptOf(text: string, claims: readonly Claim[], most: number): Excerpt | null {
  const blocks = blocksOf(text);
  const opening = blocks.findIndex((block) => !isGreetingBlock(text, block));
  const first = blocks[opening];
  if (!first) return null;
  const start = startIn(text, first, claims);
  let end = start;
  for (const block of withoutFarewell(text, blocks.slice(opening), claims)) {
    if (block.end - start > most) {
      end = Math.max(end, lastWithin(block, claims, start + most));
      break;
    }
    if (block.kind !== "heading") end = block.end;
  }
  const kept = text.slice(start, end).trimEnd();
  if (kept !== "") return { text: kept, start, end: start + kept.length };
  return first.kind === "code" || first.kind === "table" ? tornBlock(text, first, most) : null;
}

/** Blocks that must not be torn. */
export function hasCodeOrTable(text: string): boolean {
  return blocksOf(text).some(({ kind }) => kind === "code" || kind === "table");
}

/** A numbered list of three or more. */
export function hasSteps(text: string): boolean {
  return (text.match(/^[ \t]*\d{1,2}[.)][ \t]+\S/gm)?.length ?? 0) >= leastSteps;
}

const leastSteps = 3;

function isGreetingBlock(text: string, { kind, start, end }: Block): boolean {
  const words = text.slice(start, end).trim();
  return kind === "prose" && isGreeting(words) && !/:$|[.!?]\s+\p{Lu}/u.test(words);
}

/** Without what stands at the end and states nothing: good wishes, offers, questions back. */
function withoutFarewell(text: string, blocks: readonly Block[], claims: readonly Claim[]): readonly Block[] {
  const last = blocks.findLastIndex(({ kind, start, end }) => {
    const states = claims.some((claim) => claim.start >= start && claim.end <= end);
    return kind === "code" || kind === "table" || (states && !isClosing(text.slice(start, end)));
  });
  return last < 0 ? blocks : blocks.slice(0, last + 1);
}

/** As many of its lines as there is room for. */
function tornBlock(text: string, { kind, start }: Block, most: number): Excerpt {
  const end = text.lastIndexOf("\n", start + most - 10);
  const kept = text.slice(start, Math.max(start, end));
  const fence = fenceMark.exec(kept)?.[0] ?? "";
  return { text: kind === "code" ? `${kept}\n…\n${fence.trim()}` : `${kept}\n…`, start, end };
}

const fenceMark = /^\s*(?:`{3,}|~{3,})/;

/** Behind a greeting that opens the block. */
function startIn(text: string, { start, end }: Block, claims: readonly Claim[]): number {
  const claim = claims.find((each) => each.start > start && each.end <= end);
  return claim && isGreeting(text.slice(start, claim.start).trim()) ? claim.start : start;
}

/** Where the last sentence of a torn block ends; 0 when the block may not be torn. */
function lastWithin({ kind, start, end }: Block, claims: readonly Claim[], limit: number): number {
  if (kind !== "prose" && kind !== "list") return 0;
  return claims.findLast((claim) => claim.start >= start && claim.end <= Math.min(limit, end))?.end ?? 0;
}
