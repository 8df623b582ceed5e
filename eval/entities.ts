import { createEntityFinder } from "../src/core/understanding/entities/findEntities.ts";
import { panelKinds } from "../src/core/understanding/entities/fixtures/panelKinds.ts";
import { measureFalseFinds } from "./entitiesFalse.ts";
import { namedValues, panelMessages, type NamedMessage } from "./entitiesMessages.ts";
import { gazetteerSet, slotSet, type SlotSet } from "./entitiesSlots.ts";
import { scoreEntities } from "./entitiesScore.ts";
import { loadTypos, plantTypo, seededDraw, type Typos } from "./entitiesTypos.ts";
import type { EvalOptions } from "./main.ts";
import { report, type Figure } from "./report.ts";

/**
 * How well what messages name is found, with and without typing errors, and how much is found that is not
 * there. Only the first half of the panel messages was looked at while the finder was made.
 */
export async function evaluateEntities({ dataFolder, resultsFolder, every }: EvalOptions): Promise<void> {
  const typos = await loadTypos(dataFolder);
  const figures: Figure[] = [
    ...measurePanels(typos, every),
    ...measureSlots("snips", await slotSet(dataFolder), typos, every),
    ...measureSlots("leyzer gazetteers", await gazetteerSet(dataFolder), typos, every),
    ...(await measureFalseFinds(dataFolder, every)),
  ];
  await report(resultsFolder, "eval-entities", figures);
}

function measurePanels(typos: Typos, every: number): Figure[] {
  const find = createEntityFinder(panelKinds, { today: () => "2026-11-21" });
  const catalogues = new Set(panelKinds.filter(({ kind }) => kind === "catalogue").map(({ name }) => name));
  return ([0, 1] as const).flatMap((place) => {
    const half = place === 0 ? "tuned on" : "held out";
    const messages = panelMessages(place, seededDraw(11 + place)).filter((_, at) => at % every === 0);
    const measure = (
      what: string,
      said: readonly NamedMessage[],
      only: ReadonlySet<string> | null,
    ): Figure[] => {
      const counted = said.map((message) => ({
        wanted: message.named.filter(({ name }) => !only || only.has(name)).map(namedValues),
        found: find(message.text)
          .filter(({ name }) => !only || only.has(name))
          .map(namedValues),
      }));
      return figuresOf(`panels, ${half}, ${what}`, counted);
    };
    const random = seededDraw(101 + place);
    const misspelled = (kind: "listed" | "random") =>
      messages.map((message) => plantTypo(message, catalogues, typos, kind, random));
    return [
      ...measure("clean, all kinds", messages, null),
      ...measure("clean, catalogues", messages, catalogues),
      ...measure(
        "a slip as people make them in each word of 5 letters, catalogues",
        misspelled("listed"),
        catalogues,
      ),
      ...measure("a random slip in each word of 5 letters, catalogues", misspelled("random"), catalogues),
    ];
  });
}

function measureSlots(what: string, set: SlotSet | null, typos: Typos, every: number): Figure[] {
  if (!set) {
    console.log(`Left out: no data for ${what}.`);
    return [];
  }
  const find = createEntityFinder([set.kind]);
  const names = new Set([set.kind.name]);
  const messages = set.messages.filter((_, at) => at % every === 0);
  const random = seededDraw(7);
  const count = (said: readonly NamedMessage[]) =>
    said.map((message) => ({
      wanted: message.named.map(namedValues),
      found: find(message.text).map(namedValues),
    }));
  const size = `${what}, ${set.kind.entries.length} entries`;
  return [
    ...figuresOf(`${size}, clean`, count(messages)),
    ...figuresOf(
      `${size}, a slip as people make them in each word of 5 letters`,
      count(messages.map((message) => plantTypo(message, names, typos, "listed", random))),
    ),
    ...figuresOf(
      `${size}, a random slip in each word of 5 letters`,
      count(messages.map((message) => plantTypo(message, names, typos, "random", random))),
    ),
  ];
}

function figuresOf(what: string, counted: Parameters<typeof scoreEntities>[0]): Figure[] {
  const { precision, recall, f1 } = scoreEntities(counted);
  const figure = { id: "", target: null, better: "higher", reference: "", count: counted.length } as const;
  return [
    { ...figure, what: `${what}: precision`, value: precision },
    { ...figure, what: `${what}: recall`, value: recall },
    { ...figure, what: `${what}: F1`, value: f1 },
  ];
}
