import type { Block } from "../../core/documents/assemble.ts";
import { decodeText } from "./decodeText.ts";
import { body, failed, parsed, readBytes, type Format } from "./format.ts";
import { mimes } from "./mimes.ts";
import { notText } from "./plainText.ts";

/** JSON and JSON Lines as `path: value` lines; each member of the outermost list or object is one block. */
export const json: Format = {
  mimes: [mimes.json, mimes.jsonLines],
  async parse(input) {
    const text = decodeText(await readBytes(input));
    if (text === null) return notText;
    if (text.trim() === "") return parsed([]);
    const whole = parseJson(text);
    if ("value" in whole) return parsed(blocksOf(whole.value));
    const lines = parseLines(text);
    if ("values" in lines) return parsed(lines.values.map((value) => body(flatten("", value))));
    if (lines.bad > 1) return failed("malformed", `Line ${lines.bad} is not valid JSON: ${lines.error}.`);
    return failed("malformed", `The file is not valid JSON: ${whole.error}.`);
  },
};

function parseJson(text: string): { value: unknown } | { error: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (cause) {
    return {
      error: cause instanceof Error ? cause.message.replace(/\s+/g, " ").slice(0, 300) : "unknown error",
    };
  }
}

/** `bad` is the number, from 1, of the first line that is no JSON by itself. */
function parseLines(text: string): { values: unknown[] } | { bad: number; error: string } {
  const values: unknown[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const result = parseJson(line);
    if ("error" in result) return { bad: at + 1, error: result.error };
    values.push(result.value);
  }
  return { values };
}

function blocksOf(value: unknown): Block[] {
  if (typeof value !== "object" || value === null) return [body(written(value))];
  return members("", value)
    .map(([path, member]) => body(flatten(path, member)))
    .filter((block) => block.text !== "");
}

/** Without recursion: nesting of any depth is read. */
function flatten(path: string, value: unknown): string {
  const lines: string[] = [];
  const waiting: [string, unknown][] = [[path, value]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [at, found] = next;
    if (typeof found === "object" && found !== null)
      for (const member of members(at, found).toReversed()) waiting.push(member);
    else if (found !== null && found !== "")
      lines.push(at === "" ? written(found) : `${shortened(at)}: ${written(found)}`);
  }
  return lines.join("\n");
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function members(path: string, value: object): [string, unknown][] {
  if (Array.isArray(value)) return value.map((member, at) => [`${shortened(path)}[${at}]`, member]);
  return Object.entries(value).map(([key, member]) => [
    path === "" ? key : `${shortened(path)}.${key}`,
    member,
  ]);
}

/** Paths of absurd depth would grow with the square of it. */
function shortened(path: string): string {
  return path.length > 200 ? `…${path.slice(-150)}` : path;
}
