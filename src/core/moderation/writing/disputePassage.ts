import type { Voice } from "../../answering/moderator.ts";
import type { Dispute, Side } from "./disputes.ts";
import { traced, type Passage } from "./passages.ts";
import type { Phrases } from "./phrases.ts";

/** Contradictions, each with its sides, how many answers take them, and what the sources say; null without any. */
export function disputePassage(
  phrases: Phrases,
  voices: readonly Voice[],
  disputes: readonly Dispute[],
  hasSources: boolean,
  isFirst: boolean,
): Passage | null {
  if (disputes.length === 0) return null;
  const told = disputes.map((dispute, place) => {
    const topic = dispute.isCentral || dispute.topic === "" ? null : dispute.topic;
    const intro = place === 0 && isFirst ? phrases.disagree(topic) : phrases.disagreeToo(topic);
    const ending = endingOf(phrases, dispute, hasSources);
    return [
      intro,
      ...dispute.sides.map((side) => sideLine(phrases, side)),
      ...(ending ? ["", ending] : []),
    ].join("\n");
  });
  const ours = hasSources || !isFirst ? [] : [phrases.undecided];
  return {
    text: [...told, ...ours].join("\n\n"),
    claims: disputes.flatMap(({ sides }) => sides.map(({ statement }) => traced(voices, statement))),
  };
}

function sideLine(phrases: Phrases, { statement, stance, voices }: Side): string {
  const marks = stance.sources.map((source) => `[S${source}]`).join("");
  const several = stance.sources.length > 1;
  const line = `- ${phrases.side(voices.length, statement.text)}`;
  switch (stance.evidence) {
    case "supports":
      return `${line} ${phrases.supportedBy(marks, several)}`;
    case "contradicts":
      return `${line} ${phrases.contradictedBy(marks, several)}`;
    case "silent":
      return line;
  }
}

function endingOf(phrases: Phrases, { sides, isSettled }: Dispute, hasSources: boolean): string | null {
  if (!hasSources) return null;
  if (sides.every(({ stance }) => stance.evidence === "silent")) return phrases.sourcesSilent;
  const supported = sides.find(({ stance }) => stance.evidence === "supports");
  if (!isSettled || !supported) return null;
  const isFewer = sides.some(({ voices }) => voices.length > supported.voices.length);
  return isFewer ? phrases.againstMajority : null;
}
