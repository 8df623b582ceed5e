import { citationFilter } from "./citations.ts";
import type { ModelEvent } from "./model.ts";
import { overlapFilter, type OverlapFilter } from "./overlapFilter.ts";

/** The text of one answer as it grows, by one model or by several in turn. */
export interface WrittenText {
  /** As the models wrote it, repetitions left out. */
  readonly raw: string;
  /** As it was given out. */
  readonly text: string;
  readonly hasToolCalls: boolean;
  /** Nothing was given out that could not be taken back. */
  isEmpty(): boolean;
  /** Another model begins where the text stands. */
  goOn(): void;
  /** Takes what arrived at once and gives back what is settled of it by now. */
  push(events: readonly ModelEvent[]): string;
  /** The rest, at a finish. */
  end(): string;
  cited(): readonly number[];
}

/** Marks that are not among `citable` are dropped, unless that is null; leading blanks wait for a first word. */
export function writtenText(citable: readonly number[] | null): WrittenText {
  let citations = citable && citationFilter(citable);
  let overlap: OverlapFilter | null = null;
  let raw = "";
  let text = "";
  let blank = "";
  let hasToolCalls = false;

  const take = (piece: string, settled: string): string => {
    raw += piece;
    const out = blank + settled;
    blank = text === "" && out.trim() === "" ? out : "";
    if (blank !== "") return "";
    text += out;
    return out;
  };

  return {
    get raw() {
      return raw;
    },
    get text() {
      return text;
    },
    get hasToolCalls() {
      return hasToolCalls;
    },
    isEmpty: () => text === "" && !hasToolCalls,
    goOn() {
      if (text === "") {
        raw = blank = "";
        citations = citable && citationFilter(citable);
      }
      overlap = raw === "" ? null : overlapFilter(raw);
    },
    push(events) {
      let piece = "";
      for (const event of events) {
        if (event.type === "text" || event.type === "refusal") piece += event.text;
        else if (event.type === "tool_call") hasToolCalls = true;
      }
      if (overlap) piece = overlap.push(piece);
      return piece === "" ? "" : take(piece, citations ? citations.push(piece) : piece);
    },
    end() {
      const rest = overlap?.end() ?? "";
      return take(rest, citations ? citations.push(rest) + citations.end() : rest);
    },
    cited: () => citations?.cited() ?? [],
  };
}
