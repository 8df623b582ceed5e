import * as z from "zod";
import type { ModelParameters } from "../core/answering/model.ts";
import type {
  LocalText,
  PromptEntry,
  PromptPlaces,
  PromptSettings,
} from "../core/answering/promptRegistry.ts";
import { parseTemplate, placesOf } from "../core/template.ts";
import { parse } from "./parse.ts";
import { readYaml } from "./yamlFile.ts";

/** Written out with the type's own names, so that one that is added there is not forgotten here. */
const places: Readonly<Record<keyof PromptPlaces, true>> = {
  assistant_name: true,
  date: true,
  tools: true,
  workspace: true,
};

const textSchema = z.string().trim().min(1).max(100_000);

const localTextSchema = z
  .union([textSchema, z.strictObject({ es: textSchema, en: textSchema })], {
    error: "a text, or `es` and `en` with one each",
  })
  .superRefine((given, context) => {
    const texts =
      typeof given === "string" ? [[given]] : Object.entries(given).map(([key, text]) => [text, key]);
    for (const [text = "", ...path] of texts) {
      for (const place of placesOf(parseTemplate(text)).filter((name) => !Object.hasOwn(places, name))) {
        const known = Object.keys(places).map((name) => `{${name}}`);
        const message = `{${place}} is none of ${known.join(", ")}; {{${place}}} stands for {${place}} itself`;
        context.addIssue({ code: "custom", path, message });
      }
    }
  })
  .transform((given): LocalText => (typeof given === "string" ? { es: given, en: given } : given));

const stopSchema = z.string().min(1).max(200);

const parametersSchema = z
  .strictObject({
    temperature: z.number().min(0).max(2),
    top_p: z.number().gt(0).max(1),
    max_tokens: z.int().min(1).max(1_000_000),
    stop: z
      .union([stopSchema, z.array(stopSchema).min(1).max(16)], { error: "a text, or a list of up to 16" })
      .transform((given) => (typeof given === "string" ? [given] : given)),
    seed: z.int(),
  })
  .partial()
  .transform(({ temperature, top_p, max_tokens, stop, seed }): ModelParameters => ({
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { topP: top_p }),
    ...(max_tokens !== undefined && { maxTokens: max_tokens }),
    ...(stop !== undefined && { stop }),
    ...(seed !== undefined && { seed }),
  }));

const entrySchema = z
  .strictObject({
    system: localTextSchema.optional().describe("That of `default` when left out"),
    addendum: localTextSchema.optional().describe("A paragraph after it"),
    params: parametersSchema.prefault({}),
  })
  .transform(({ system, addendum, params }): PromptEntry => ({
    system: system ?? null,
    addendum: addendum ?? null,
    parameters: params,
  }));

/** `prompts.yaml`: `version`, and beside it an entry for `default` and for the id of each model that needs its own. */
const promptsSchema = z
  .object({
    version: z
      .union([z.string().trim().min(1).max(100), z.int()], { error: "a whole number, or a text in quotes" })
      .transform(String)
      .default("1"),
  })
  .catchall(entrySchema)
  .transform(({ version, ...entries }): PromptSettings => ({
    version,
    entryById: new Map(Object.entries(entries)),
  }));

/** Throws ConfigError with file, key and line. */
export function loadPrompts(path: string): PromptSettings {
  const file = readYaml(path, "prompts");
  return parse(promptsSchema, file.value, path, file.lineOf);
}
