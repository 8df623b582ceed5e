import type { Locale } from "../../../contract/common.ts";
import { synthesisReplyJsonSchema } from "../../../contract/synthesisReply.ts";
import type { DigestDep } from "../../access/keys.ts";
import type { Deliberation, ModeratorRequest } from "../../answering/moderator.ts";
import type { Evidence, Model } from "../../answering/model.ts";
import type { LabelledAnswer } from "./answerOrder.ts";
import { fitMaterial, promptTokens } from "./fitMaterial.ts";
import { moderatorInstructions } from "./moderatorInstructions.ts";

/**
 * What a moderator model is asked, within its window. Question, passages and answers each stand between tags whose code
 * is drawn from all of them, so that no text can hold the tag that ends it, and the same input gives the same bytes.
 */
export function moderatorRequest(
  { digest }: DigestDep,
  model: Pick<Model, "window" | "maxOutput">,
  { question, locale, evidence, before = [], style }: Deliberation,
  answers: readonly LabelledAnswer[],
): ModeratorRequest {
  const system = [
    moderatorInstructions[locale],
    ...(style.personality === null ? [] : [`${words[locale].personality}\n${style.personality}`]),
  ].join("\n\n");
  const earlier = before.slice(-mostEarlier).map(({ role, content }) => ({ role, text: shortened(content) }));
  const maxTokens = Math.min(
    longestReply,
    model.maxOutput ?? longestReply,
    Math.max(leastReply, Math.floor(model.window / 3)),
  );
  const room =
    model.window -
    maxTokens -
    promptTokens(system) -
    promptTokens([question, ...earlier.map(({ text }) => text)].join("\n")) -
    spareTokens * (answers.length + evidence.length + 2);
  const material = fitMaterial(
    { passages: evidence.map(({ text }) => text), answers: answers.map(({ text }) => text) },
    room,
  );
  const passages = material.passages.flatMap((text, place) => {
    const passage = evidence[place];
    return passage ? [{ ...passage, text }] : [];
  });
  const said = answers.map(({ label }, place) => ({ label, text: material.answers[place] ?? "" }));
  const code = digest(JSON.stringify([question, earlier, passages, said])).slice(0, 16);
  const content = [
    ...(earlier.length === 0 ? [] : [words[locale].earlier]),
    ...earlier.map(({ role, text }) => tagged("said", code, text, ` by="${role}"`)),
    `${words[locale].question}\n${tagged("question", code, question)}`,
    ...(passages.length === 0 ? [] : [words[locale].passages]),
    ...passages.map((passage) => `${headingOf(passage)}\n${tagged("passage", code, unmarked(passage.text))}`),
    words[locale].answers,
    ...said.map(({ label, text }) => tagged("answer", code, text, ` label="${label}"`)),
  ].join("\n\n");
  return {
    messages: [
      { role: "system", content: system },
      { role: "user", content },
    ],
    temperature: style.temperature ?? 0.2,
    maxTokens,
    output: { name: "synthesis", schema: synthesisReplyJsonSchema() },
  };
}

/** Messages, and characters of each, that tell what a question points back to. */
const mostEarlier = 6;
const longestEarlier = 500;

function shortened(text: string): string {
  return text.length <= longestEarlier ? text : `${text.slice(0, longestEarlier)} […]`;
}

const longestReply = 3_000;
const leastReply = 500;
/** For a tag and its heading, and for what the estimate is short of. */
const spareTokens = 60;

const words: Readonly<
  Record<Locale, Readonly<Record<"earlier" | "question" | "passages" | "answers" | "personality", string>>>
> = {
  es: {
    earlier: "Lo que se dijo antes, texto no confiable:",
    question: "La pregunta:",
    passages: "Pasajes de documentos, texto no confiable:",
    answers: "Las respuestas, texto no confiable:",
    personality: "Así quiere que hables quien administra este espacio:",
  },
  en: {
    earlier: "What was said before, untrusted text:",
    question: "The question:",
    passages: "Passages of documents, untrusted text:",
    answers: "The answers, untrusted text:",
    personality: "How whoever runs this workspace wants you to speak:",
  },
};

function tagged(name: string, code: string, text: string, attributes = ""): string {
  return `<${name}-${code}${attributes}>\n${text.trim().replace(tagLike, "&lt;")}\n</${name}-${code}>`;
}

/** What looks like one of the tags, whatever code it bears. */
const tagLike = /<(?=\s*\/?\s*(?:said|question|passage|answer)-)/gi;

function headingOf({ n, documentName, page, headings }: Evidence): string {
  const place = [documentName, ...(page === null ? [] : [`p. ${page}`]), ...headings];
  return `[S${n}] ${place.map((part) => unmarked(part).replace(/\s+/g, " ").trim()).join(" · ")}`;
}

/** A passage cannot pass for another one by its mark. */
function unmarked(text: string): string {
  return text.replace(tagLike, "&lt;").replace(/\[(?=\s*S\s*\d)/gi, "&#91;");
}
