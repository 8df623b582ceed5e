import { jsonrepair } from "jsonrepair";
import { looseSynthesisReplySchema, type LooseSynthesisReply } from "../../../contract/synthesisReply.ts";
import { cutString } from "./cutString.ts";

/** A moderator model's synthesis as it wrote it, nothing of it checked yet. */
export interface SynthesisDraft extends LooseSynthesisReply {
  readonly synthesis_text: string;
}

/**
 * Reads a reply, whatever became of the JSON that was asked for: in a fence, amid prose, cut off, with commas, quotes
 * or newlines where none belong, fields missing or of another type. A reply without an object is the text itself;
 * of one that breaks off within the text, its whole sentences are. "empty" when it says nothing, "unreadable" for an
 * object without a text. Never throws.
 */
export function readSynthesis(reply: string): SynthesisDraft | "empty" | "unreadable" {
  const said = reply.replace(longBlanks, shortBlank).replace(thoughts, "").trim();
  if (said === "") return "empty";
  if (endlessThought.test(said)) return "unreadable";
  const found = objectIn(said);
  if (!found) {
    const prose = said.replace(fences, "").trim();
    const isObject = /^\[?\s*\{/.test(prose);
    const text = isObject ? longestText(recordOf(parsed(prose) ?? mended(prose))) : prose;
    if (text === null) return "unreadable";
    return text === "" ? "empty" : { ...blank, synthesis_text: text };
  }
  const read = looseSynthesisReplySchema.parse(Object.fromEntries(found.fields));
  const text = found.text ?? read.synthesis_text;
  if (text?.trim() === "") return "empty";
  const around = found.around.replace(fences, "").trim();
  const told = text ?? longestText(found.fields) ?? (around.length >= leastAround ? around : null);
  return told === null ? "unreadable" : { ...read, synthesis_text: told.trim() };
}

/** Models that are held to JSON may fall into blanks without end. */
const longBlanks = /\s{60,}/g;
const shortBlank = (blanks: string) => (blanks.includes("\n") ? "\n\n" : " ");
const endlessThought = /^\s*<think(?:ing)?>(?![\s\S]*<\/think)/i;
const thoughts = /^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/i;
const fences = /^\s*(?:```|~~~)\w*[ \t]*$/gm;
/** Prose beside an object without a text is the synthesis from this length on; a shorter one only announces it. */
const leastAround = 200;
const leastOther = 80;
const blank = looseSynthesisReplySchema.parse({});

interface Found {
  /** By the names of a reply; unknown ones as they were. */
  readonly fields: ReadonlyMap<string, unknown>;
  /** The text, when the JSON around it was broken; null when `fields` has it as it was meant. */
  readonly text: string | null;
  /** What stands before and behind the object. */
  readonly around: string;
}

/**
 * The object that has a field of a reply: one that parses before one that must be mended. Only a few beginnings are
 * tried, so that prose with braces costs little.
 */
function objectIn(said: string): Found | null {
  const unquoted = said.startsWith('"') ? parsed(said) : null;
  if (typeof unquoted === "string") return objectIn(unquoted);
  const beginnings = [...said.matchAll(/\{(?=\s*["'“”\w}])/g)].slice(0, 6).map(({ index }) => ({
    before: said.slice(0, index),
    json: said.slice(index),
  }));
  for (const { before, json } of beginnings) {
    const end = endOfObject(json);
    const fields = fieldsIn(parsed(json.slice(0, end)));
    if (fields) return { fields, text: null, around: `${before}\n${json.slice(end)}` };
  }
  for (const { before, json } of beginnings) {
    const text = cutString(json, textName);
    // Without the text, where most of what breaks JSON stands.
    const rest = text ? `${json.slice(0, text.start)}""${json.slice(text.end)}` : json;
    const end = endOfObject(rest);
    const fields = fieldsIn(mended(rest)) ?? fieldsIn(mended(rest.slice(0, end)));
    if (fields) return { fields, text: text?.value ?? null, around: `${before}\n${rest.slice(end)}` };
  }
  const text = beginnings.length === 0 ? null : cutString(said, textName);
  return text && { fields: new Map(), text: text.value, around: "" };
}

/** Behind the brace that closes the first; of an object that is broken or cut off, behind the last brace of all. */
function endOfObject(json: string): number {
  let depth = 0;
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\[\s\S])*"|[{}]/g)) {
    if (token === "{") depth++;
    else if (token === "}" && --depth === 0) return index + 1;
  }
  const last = json.lastIndexOf("}");
  return last === -1 ? json.length : last + 1;
}

const textName = /["'“”]?synthesis_?text["'“”]?\s*:\s*/i;

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function mended(json: string): unknown {
  try {
    return parsed(jsonrepair(json));
  } catch {
    return null;
  }
}

/** Null unless it is, or holds, an object with a field of a reply. */
function fieldsIn(value: unknown): ReadonlyMap<string, unknown> | null {
  const outer = recordOf(value);
  const objects = [outer, ...(Array.isArray(value) ? value : [...outer.values()]).map(recordOf)];
  return objects.find((fields) => [...names.values()].some((name) => fields.has(name))) ?? null;
}

function recordOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new Map();
  return new Map(Object.entries(value).map(([name, field]) => [names.get(bare(name)) ?? name, field]));
}

function bare(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^a-z]/gi, "")
    .toLowerCase();
}

/** Names that models give the fields; of two for one field the later in the object counts. */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    synthesis_text: "synthesistext synthesis finalsynthesis textosintesis textodesintesis sintesis",
    contradictions: "contradictions contradicciones",
    consensus_areas: "consensusareas consensus areasdeconsenso consenso",
    key_themes: "keythemes themes temasclave temas",
    recommendations: "recommendations recomendaciones",
    suggested_questions: "suggestedquestions followupquestions preguntassugeridas",
    research_areas: "researchareas areasdeinvestigacion",
    connections: "connections conexiones",
    claims: "claims afirmaciones",
  }).flatMap(([name, spellings]) => spellings.split(" ").map((spelling) => [spelling, name])),
);

function longestText(fields: ReadonlyMap<string, unknown>): string | null {
  const texts = [...fields.values()].filter((value) => typeof value === "string");
  const longest = texts.toSorted((a, b) => b.length - a.length)[0] ?? "";
  return longest.length >= leastOther ? longest : null;
}
