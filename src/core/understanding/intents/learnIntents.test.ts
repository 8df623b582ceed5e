import { expect, test } from "vitest";
import { createEntityFinder } from "../entities/findEntities.ts";
import type { AssistantProfile } from "../profile.ts";
import { learnIntents, learnIntentsWithPauses } from "./learnIntents.ts";

const intent = (name: string, examples: string[]) => ({
  name,
  examples,
  requires: [],
  reply: null,
  actions: [],
});
const profile: AssistantProfile = {
  name: "Shop",
  entities: [],
  intents: [
    intent("greet", [
      "hola",
      "hola, buenas tardes",
      "good morning",
      "hello, ¿hay alguien?",
      "hi, how are you?",
    ]),
    intent("part", ["gracias", "chau, gracias", "hasta mañana", "thanks, bye", "nothing else, thank you"]),
    intent("price", [
      "hola, ¿cuánto sale?",
      "¿qué precio tiene?",
      "how much is it?",
      "price please",
      "what does it cost?",
    ]),
    intent("place", [
      "¿dónde están?",
      "¿dónde queda el local?",
      "where are you?",
      "what is your address?",
      "¿cómo llego?",
    ]),
    intent("other", []),
  ],
};
const findEntities = createEntityFinder([]);
const classify = learnIntents(profile, findEntities);
const read = (text: string) => classify(text, findEntities(text));

test.each(["¿dónde queda?", "how much does it cost?"])(
  "reads %s the same with courtesies around it",
  (question) => {
    for (const text of [
      `hola buenas tardes, ${question}`,
      `Muchas gracias! ${question}`,
      `${question} thanks, bye`,
    ])
      expect(read(text)).toEqual(read(question));
    expect(read(question)?.confidence).toBeGreaterThan(0.5);
  },
);

test.each([
  ["holis", "greet"],
  ["wenasss", "greet"],
  ["Hola maestro Luis", "greet"],
  ["ty", "part"],
  ["chauuu", "part"],
])("knows a courtesy by its kind, though it learned another: %s", (text, intentOfIt) => {
  expect(read(text)).toMatchObject({ intent: intentOfIt });
  expect(read(text)?.confidence).toBeGreaterThan(0.5);
});

test("learns the same with pauses as without, and pauses more often the more there is", async () => {
  let pauses = 0;
  const breathe = async () => void pauses++;
  const same = await learnIntentsWithPauses(profile, findEntities, breathe);
  for (const text of ["¿dónde queda el depósito?", "hola", "what is the price", "zzz"])
    expect(same(text, [])).toEqual(classify(text, []));
  const few = pauses;
  const many = Array.from({ length: 40 }, (_, i) =>
    intent(
      `n${i}`,
      Array.from({ length: 25 }, (__, j) => `say ${i} and then word${i * j} for ${j} of them`),
    ),
  );
  await learnIntentsWithPauses({ ...profile, intents: [...profile.intents, ...many] }, findEntities, breathe);
  expect(pauses - few).toBeGreaterThan(2 * few);
});
