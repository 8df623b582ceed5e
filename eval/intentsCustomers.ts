import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { defaultAssistantPath, loadAssistant } from "../src/config/assistant.ts";
import type { AssistantMemory } from "../src/core/understanding/assistant.ts";
import { createAssistant } from "../src/core/understanding/createAssistant.ts";
import { createEntityFinder } from "../src/core/understanding/entities/findEntities.ts";
import { learnIntents } from "../src/core/understanding/intents/learnIntents.ts";
import { accuracy, type Guess } from "./intentsFigures.ts";
import { confidentFigures, showTable } from "./intentsTables.ts";
import type { Figure } from "./report.ts";

const messageSchema = z.object({
  /** What the same person said before. */
  before: z.array(z.string()).default([]),
  text: z.string(),
  /** Any of these is right. */
  intent: z.union([z.string(), z.array(z.string())]),
  /** What is to be known after it, besides the rest. */
  entities: z.record(z.string(), z.array(z.string())).default({}),
  /** Whether the profile was written with a look at this. */
  seen: z.boolean().default(false),
});

/** Messages of customers to the built-in profile, as they write: with courtesies, slang and corrections, in two languages. */
export async function measureCustomers(): Promise<readonly Figure[]> {
  const lines = (await readFile(join(import.meta.dirname, "intentsCustomers.jsonl"), "utf8"))
    .trim()
    .split("\n");
  const messages = lines.map((line) => messageSchema.parse(JSON.parse(line)));
  const profile = loadAssistant(defaultAssistantPath);
  const findEntities = createEntityFinder(profile.entities, { today: () => "2026-11-21" });
  const classify = learnIntents(profile, findEntities);
  const assistant = createAssistant(profile, { classify, findEntities, assistantName: "Batuta" });

  const guesses = messages.map(({ before, text, intent, entities, seen }) => {
    let memory: AssistantMemory = { pending: null, entities: {} };
    for (const message of before) {
      memory = assistant.remember(memory, assistant.understand(message, memory, "es"));
    }
    const understood = assistant.understand(text, memory, "es");
    const knows = Object.entries(entities).every(
      ([name, values]) => understood.entities[name]?.join() === values.join(),
    );
    const right = [intent].flat().includes(understood.intent) && knows;
    return { seen, isTalk: before.length > 0, confidence: understood.confidence, right };
  });
  return [true, false].flatMap((seen) => {
    const of = (isTalk: boolean) => guesses.filter((guess) => guess.seen === seen && guess.isTalk === isTalk);
    const what = `customers' messages, ${seen ? "looked at" : "never looked at"}`;
    showTable(what, of(false));
    return [
      figure(`${what}: understood`, of(false)),
      figure(`${what}: understood in the middle of a quote`, of(true)),
      ...confidentFigures(what, of(false)),
    ];
  });
}

function figure(what: string, guesses: readonly Guess[]): Figure {
  return {
    id: "",
    what,
    value: accuracy(guesses),
    target: null,
    better: "higher",
    reference: "",
    count: guesses.length,
  };
}
