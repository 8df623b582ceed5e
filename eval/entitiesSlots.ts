import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CatalogueKind } from "../src/core/understanding/entities/entityKind.ts";
import { isRecord, linesOf, textOf } from "./entitiesLines.ts";
import type { NamedMessage } from "./entitiesMessages.ts";

/** A large catalogue, and messages that name what is in it. */
export interface SlotSet {
  readonly kind: CatalogueKind;
  readonly messages: readonly NamedMessage[];
}

/** Names of things; other slots hold words of any message ("my", "track", "best"). */
const properNames = new Set(
  "playlist artist entity_name album track object_name restaurant_name movie_name city state country poi location_name geographic_poi served_dish".split(
    " ",
  ),
);

/** The proper names of SNIPS' validation sentences as one catalogue, and its held-out sentences: those at odd places. */
export async function slotSet(dataFolder: string): Promise<SlotSet | null> {
  const lines = await linesOf(join(dataFolder, "intents", "snips_validate.jsonl"));
  const messages = lines.map((line): NamedMessage => {
    const entities = Array.isArray(line["entities"]) ? line["entities"].filter(isRecord) : [];
    const named = entities
      .filter((entity) => properNames.has(textOf(entity, "entity")))
      .map((entity) => ({
        name: "name",
        value: textOf(entity, "value").toLowerCase(),
        start: Number(entity["start"]),
        end: Number(entity["end"]),
      }))
      .filter(({ value }) => /\p{L}{4}/u.test(value));
    return { text: textOf(line, "text"), named };
  });
  const values = messages.flatMap(({ named }) => named.map(({ value }) => value));
  const held = messages.filter((_, at) => at % 2 === 1);
  return messages.length === 0 ? null : { kind: catalogueOf(values), messages: held };
}

/** The gazetteers of Leyzer in plain sentences. */
export async function gazetteerSet(dataFolder: string): Promise<SlotSet | null> {
  const path = join(dataFolder, "intents", "leyzer_es_gazetteers.json");
  if (!existsSync(path)) return null;
  const lists: unknown = JSON.parse(await readFile(path, "utf8"));
  if (!isRecord(lists)) return null;
  const values = Object.values(lists)
    .flatMap((list) => (Array.isArray(list) ? list.map(String) : []))
    .map((value) => value.toLowerCase())
    .filter((value) => /^[\p{L} ]{5,}$/u.test(value));
  const lead = "pon algo de ";
  const messages = values
    .filter((_, at) => at % 20 === 0)
    .map((value) => ({
      text: `${lead}${value}, por favor`,
      named: [{ name: "name", value, start: lead.length, end: lead.length + value.length }],
    }));
  return { kind: catalogueOf(values.slice(0, 5_000)), messages: messages.slice(0, 250) };
}

function catalogueOf(values: readonly string[]): CatalogueKind {
  const entries = [...new Set(values)].map((value) => ({ value, aliases: [] }));
  return { name: "name", kind: "catalogue", label: { es: "nombre", en: "name" }, entries };
}
