import type { Evidence } from "../answering/model.ts";
import type { RandomDep } from "../random.ts";
import type { ScoredChunk } from "./search.ts";

/** What a model is shown of the passages, and what of them it is. */
export interface EvidenceBlock {
  /** Numbered from 1, best first. */
  readonly evidence: readonly Evidence[];
  /** Empty without evidence. */
  readonly block: string;
  readonly chunksUsed: number;
  /** Length of `block` in UTF-16 code units. */
  readonly contextChars: number;
  /** A passage was left out because it did not fit. */
  readonly wasTruncated: boolean;
}

const evidenceLimit = 12_000;

/**
 * Whole passages, best first, as many as fit `limit` characters, each under its `[S1]` and between delimiters that
 * nobody who wrote a document could know. What looks like a delimiter or a mark inside a passage is escaped, so that
 * no text of a document can end its own passage or pass for another.
 */
export function buildEvidence(
  { random }: RandomDep,
  passages: readonly ScoredChunk[],
  limit = evidenceLimit,
): EvidenceBlock {
  const fence = `passage-${random.hex(8)}`;
  const evidence: Evidence[] = [];
  const seen = new Set<string>();
  let block = "";
  let wasTruncated = false;
  for (const passage of passages) {
    const text = passage.text.trim();
    if (text === "" || seen.has(text)) continue;
    seen.add(text);
    const entry = toEvidence(passage, evidence.length + 1);
    const addition = `${block === "" ? "" : "\n\n"}${fenced(entry, fence)}`;
    if (block.length + addition.length > limit) {
      wasTruncated = true;
      continue;
    }
    evidence.push(entry);
    block += addition;
  }
  return { evidence, block, chunksUsed: evidence.length, contextChars: block.length, wasTruncated };
}

function toEvidence(passage: ScoredChunk, n: number): Evidence {
  const { version: _, position: __, ...evidence } = passage;
  return { n, ...evidence };
}

function fenced({ n, documentName, page, headings, text }: Evidence, fence: string): string {
  const place = [documentName, ...(page === null ? [] : [`p. ${page}`]), ...headings]
    .map(oneLine)
    .join(" · ");
  return `[S${n}] ${place}\n<${fence}>\n${escaped(text)}\n</${fence}>`;
}

function oneLine(text: string): string {
  return escaped(text.replace(/\s+/g, " ").trim());
}

function escaped(text: string): string {
  return text.replace(/<(?=\s*\/?\s*passage)/gi, "&lt;").replace(/\[(?=\s*S\s*\d)/gi, "&#91;");
}
