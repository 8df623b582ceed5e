import type { Moderated, Moderator, Voice } from "../../src/core/answering/moderator.ts";

/** A moderator for tests of what happens around it: the longest answer as it is, the first of two that are as long. */
export const longestVoice: Moderator = {
  asksModels: true,
  moderate: ({ voices }) => given({ text: longestOf(voices).text, model: null, synthesis }),
  best: ({ voices }) => voices.indexOf(longestOf(voices)),
};

// oxlint-disable-next-line require-yield -- a moderator without models has nobody to tell of
async function* given(moderated: Moderated): AsyncGenerator<never, Moderated> {
  return moderated;
}

function longestOf(voices: readonly Voice[]): Voice {
  const [longest] = voices.toSorted((a, b) => b.text.length - a.text.length);
  if (!longest) throw new Error("there is nothing to moderate");
  return longest;
}

const synthesis: Moderated["synthesis"] = {
  moderator_quality: "medium",
  fallback_used: false,
  method: "best_answer",
  moderator: null,
  key_themes: [],
  contradictions: [],
  consensus_areas: [],
  recommendations: [],
  suggested_questions: [],
  research_areas: [],
  claims: [],
  source_references: [],
  connections: [],
  attribution_coverage: 1,
};
