import type { Locale } from "../../contract/common.ts";
import type { DigestDep } from "../access/keys.ts";
import { parseTemplate, type Template } from "../template.ts";
import type { ModelParameters } from "./model.ts";

/** What the operator says about prompts. */
export interface PromptSettings {
  /** The operator's name for this state of the prompts. */
  readonly version: string;
  /** By id of the model; `default` is for all that have no entry of their own. */
  readonly entryById: ReadonlyMap<string, PromptEntry>;
}

export interface PromptEntry {
  /** Null takes the system prompt of `default`. */
  readonly system: LocalText | null;
  /** Stands as a paragraph of its own after the system prompt. */
  readonly addendum: LocalText | null;
  readonly parameters: ModelParameters;
}

export type LocalText = Readonly<Record<Locale, string>>;

/** What a `{place}` of a prompt may be filled with. */
export interface PromptPlaces {
  readonly assistant_name: string;
  readonly date: string;
  /** Names of the tools that the model may call. */
  readonly tools: string;
  /** Name of the workspace. */
  readonly workspace: string;
}

/** What an answer is for; it limits the answer's length. */
export type Channel = "chat" | "report" | "title" | "summary" | "code";

export interface PromptOccasion {
  readonly locale: Locale;
  readonly channel: Channel;
  readonly assistantName: string;
  /** As the model shall read it, e.g. `2026-03-05`. */
  readonly date: string;
  readonly workspaceName: string;
  readonly tools: readonly string[];
}

export interface ModelPrompt {
  /** Without evidence. */
  readonly system: string;
  /** Always with `maxTokens`. */
  readonly parameters: ModelParameters & { readonly maxTokens: number };
  readonly version: string;
  /** First 16 hex digits of the digest of `system`. */
  readonly hash: string;
}

export interface PromptRegistry {
  promptFor(modelId: string, occasion: PromptOccasion): ModelPrompt;
}

export interface PromptRegistryDep {
  readonly prompts: PromptRegistry;
}

/** Null settings are the built-in prompt for every model. */
export function createPromptRegistry(settings: PromptSettings | null, { digest }: DigestDep): PromptRegistry {
  const { version, entryById } = settings ?? builtIn;
  const base = entryById.get("default") ?? builtInEntry;
  const fallback = compile(base, base.system ?? instructions);
  const compiledById = new Map(
    [...entryById].map(([id, entry]) => [id, compile(entry, entry.system ?? base.system ?? instructions)]),
  );
  const hashOf = keptHash((text) => digest(text).slice(0, 16));
  return {
    promptFor(modelId, occasion) {
      const prompt = compiledById.get(modelId) ?? fallback;
      const system = render(prompt.template[occasion.locale], occasion);
      return { system, parameters: prompt.parameters[occasion.channel], version, hash: hashOf(system) };
    },
  };
}

const instructions: LocalText = {
  es: "Respondé en el idioma de la pregunta, con precisión y sin relleno. Si no lo sabés, decilo.",
  en: "Answer in the language of the question, precisely and without padding. If you do not know, say so.",
};
const builtInEntry: PromptEntry = { system: instructions, addendum: null, parameters: {} };
const builtIn: PromptSettings = { version: "1", entryById: new Map() };

/** Tokens of the longest answer where the model's entry sets none. */
const channelLimits: Readonly<Record<Channel, number>> = {
  chat: 1200,
  report: 3500,
  title: 64,
  summary: 256,
  code: 2048,
};

interface CompiledPrompt {
  readonly template: Readonly<Record<Locale, Template>>;
  readonly parameters: Readonly<Record<Channel, ModelPrompt["parameters"]>>;
}

function compile({ addendum, parameters }: PromptEntry, system: LocalText): CompiledPrompt {
  const template = (locale: Locale) =>
    parseTemplate(addendum ? `${system[locale]}\n\n${addendum[locale]}` : system[locale]);
  const limited = (channel: Channel) => ({ maxTokens: channelLimits[channel], ...parameters });
  return {
    template: { es: template("es"), en: template("en") },
    parameters: {
      chat: limited("chat"),
      report: limited("report"),
      title: limited("title"),
      summary: limited("summary"),
      code: limited("code"),
    },
  };
}

function render(template: Template, occasion: PromptOccasion): string {
  let text = "";
  for (const part of template) text += typeof part === "string" ? part : filled(part.place, occasion);
  return text;
}

function filled(
  place: string,
  { assistantName, date, tools, workspaceName, locale }: PromptOccasion,
): string {
  switch (place) {
    case "assistant_name":
      return oneLine(assistantName);
    case "date":
      return date;
    case "tools":
      return tools.length > 0 ? tools.join(", ") : noTools[locale];
    case "workspace":
      return oneLine(workspaceName);
    default:
      return `{${place}}`;
  }
}

const noTools: LocalText = { es: "ninguna", en: "none" };

/** A name chosen by users must not be able to open a paragraph of its own in the prompt. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const keptTexts = 128;

/** Few texts are in use at a time; the oldest is forgotten so that dates and names cannot fill the memory. */
function keptHash(hash: (text: string) => string): (text: string) => string {
  const byText = new Map<string, string>();
  return (text) => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const made = hash(text);
    const [oldest] = byText.keys();
    if (byText.size >= keptTexts && oldest !== undefined) byText.delete(oldest);
    byText.set(text, made);
    return made;
  };
}
