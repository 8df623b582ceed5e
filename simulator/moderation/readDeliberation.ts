import type { Message } from "../formats/format.ts";
import type { Deliberation } from "./synthesis.ts";

/**
 * Question and answers of a moderator's prompt: each stands in a user's message between tags of one name and one code,
 * `<answer-c0de label="A">` and `</answer-c0de>`. Null for the prompt of a question without answers.
 */
export function readDeliberation(messages: readonly Message[]): Deliberation | null {
  const asked = messages.filter(({ role }) => role === "user").map(({ text }) => text);
  const prompt = asked.join("\n\n");
  const answers = [...prompt.matchAll(tagged("answer", ' label="([^"]*)"'))];
  if (answers.length === 0) return null;
  const [question] = prompt.matchAll(tagged("question", "()"));
  return {
    question: question?.[3] ?? "",
    answers: answers.map(([, , label = "", text = ""]) => ({ label, text })),
  };
}

function tagged(name: string, attribute: string): RegExp {
  return new RegExp(`<${name}-([\\w-]+)${attribute}>\\n([^]*?)\\n</${name}-\\1>`, "gu");
}
