import { resolve } from "node:path";
import * as z from "zod";
import type { AssistantProfile, Intent } from "../core/understanding/profile.ts";
import { parseTemplate, placesOf } from "../core/template.ts";
import { entityKindSchema } from "./assistantEntities.ts";
import { parse } from "./parse.ts";
import { assistantNameSchema, localTextSchema, nameSchema, textSchema } from "./assistantTexts.ts";
import { readYaml } from "./yamlFile.ts";

const intentSchema = z
  .strictObject({
    name: nameSchema,
    examples: z
      .array(textSchema.max(500), "a list of phrases")
      .min(1, { error: "at least one phrase; leave `examples` out for what fits nowhere else", abort: true })
      .max(1_000)
      .optional(),
    requires: z.array(nameSchema).max(50).default([]).describe("Names of entities"),
    reply: localTextSchema.optional().describe("Said without a model, once nothing required is missing"),
    ask: localTextSchema.optional().describe("Said while something required is missing"),
    actions: z.array(nameSchema).max(20).default([]),
  })
  .transform(({ name, examples, requires, reply, ask, actions }): Intent => ({
    name,
    examples: examples ?? [],
    requires,
    reply: reply ?? null,
    ask: ask ?? null,
    actions,
  }));

const profileSchema = z
  .strictObject({
    name: assistantNameSchema,
    entities: z.array(entityKindSchema, "a list of entities").max(200).default([]),
    intents: z.array(intentSchema, "a list of intents").min(2).max(500),
  })
  .superRefine((profile, context) => {
    for (const { path, message } of contradictions(profile)) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  });

/** The profile that counts when the configuration names none. */
export const defaultAssistantPath = resolve(import.meta.dirname, "../../assistants/default.yaml");

/** Throws ConfigError with file, key and line. */
export function loadAssistant(path: string): AssistantProfile {
  const file = readYaml(path, "assistant");
  return parse(profileSchema, file.value, path, file.lineOf);
}

interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function contradictions({ entities, intents }: AssistantProfile): readonly Contradiction[] {
  return [
    ...repeatedNames("entities", entities),
    ...repeatedNames("intents", intents),
    ...fallbackProblems(intents),
    ...sharedExamples(intents),
    ...tooManyExamples(intents),
    ...intents.flatMap((intent, i) => intentProblems(intent, i, new Set(entities.map(({ name }) => name)))),
  ];
}

function repeatedNames(list: string, named: readonly { readonly name: string }[]): readonly Contradiction[] {
  const names = named.map(({ name }) => name);
  return names.flatMap((name, i) =>
    names.indexOf(name) === i ? [] : [{ path: [list, i, "name"], message: "an earlier one has this name" }],
  );
}

function fallbackProblems(intents: readonly Intent[]): readonly Contradiction[] {
  const places = [...intents.keys()].filter((i) => intents[i]?.examples.length === 0);
  if (places.length === 0) {
    return [
      { path: ["intents"], message: "one of them must be without `examples`, for what fits nowhere else" },
    ];
  }
  return places.slice(1).map((i) => ({
    path: ["intents", i],
    message: "needs `examples`: an earlier one is without them already",
  }));
}

/** Learning takes seconds and hundreds of megabytes where there are more. */
const mostExamples = 20_000;

function tooManyExamples(intents: readonly Intent[]): readonly Contradiction[] {
  const count = intents.reduce((sum, { examples }) => sum + examples.length, 0);
  if (count <= mostExamples) return [];
  return [{ path: ["intents"], message: `at most ${mostExamples} examples in all; there are ${count}` }];
}

/** The same phrase twice in one intent does no harm but says that something was meant to be another. */
function sharedExamples(intents: readonly Intent[]): readonly Contradiction[] {
  const ownerByPhrase = new Map<string, string>();
  return intents.flatMap(({ name, examples }, i) =>
    examples.flatMap((example, j): Contradiction[] => {
      const phrase = phraseOf(example);
      const owner = ownerByPhrase.get(phrase);
      if (owner === undefined) ownerByPhrase.set(phrase, name);
      const message = owner === name ? "stands in this intent already" : `stands in the intent ${owner} too`;
      return owner === undefined ? [] : [{ path: ["intents", i, "examples", j], message }];
    }),
  );
}

/** Phrases that the classifier could hardly tell apart. */
function phraseOf(example: string): string {
  const words = example
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words?.join(" ") ?? example;
}

function intentProblems(intent: Intent, i: number, entities: ReadonlySet<string>): readonly Contradiction[] {
  const at = ["intents", i] as const;
  const problems: Contradiction[] = intent.requires.flatMap((name, j) =>
    entities.has(name) ? [] : [{ path: [...at, "requires", j], message: "there is no such entity" }],
  );
  if (intent.examples.length === 0 && intent.requires.length > 0) {
    problems.push({ path: [...at, "requires"], message: "what fits nowhere else cannot require anything" });
  }
  if (intent.ask && intent.requires.length === 0) {
    problems.push({ path: [...at, "ask"], message: "is never said, since nothing is required" });
  }
  const known = ["assistant_name", ...intent.requires];
  return [
    ...problems,
    ...placeProblems([...at, "reply"], intent.reply, known),
    ...placeProblems([...at, "ask"], intent.ask ?? null, ["assistant_name", "missing"]),
  ];
}

function placeProblems(
  path: readonly (string | number)[],
  texts: Intent["reply"],
  known: readonly string[],
): readonly Contradiction[] {
  const places = new Set(Object.values(texts ?? {}).flatMap((text) => placesOf(parseTemplate(text))));
  return [...places]
    .filter((place) => !known.includes(place))
    .map((place) => {
      const names = known.map((name) => `{${name}}`).join(", ");
      return { path, message: `{${place}} is none of ${names}; {{${place}}} stands for {${place}} itself` };
    });
}
