import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** The objects of a file of JSON lines; none when it is not there. */
export async function linesOf(path: string): Promise<Record<string, unknown>[]> {
  if (!existsSync(path)) return [];
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.flatMap((line) => {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? [value] : [];
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that is text; empty for any other. */
export function textOf(line: Record<string, unknown>, key: string): string {
  const value = line[key];
  return typeof value === "string" ? value : "";
}
