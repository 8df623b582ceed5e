import { readFileSync } from "node:fs";
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { ConfigError } from "./parse.ts";

export interface YamlFile {
  /** An empty file is an empty mapping. */
  readonly value: unknown;
  /** Line, from 1, of what stands at a path or of the nearest that it would stand in; null outside the file. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | null;
}

/** Reads a file of the configuration; `setting` is the key that names it. Throws ConfigError, without any of its text. */
export function readYaml(path: string, setting: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(textOf(path, setting), { lineCounter: lines, prettyErrors: false });
  // A warning is a tag that would silently be taken for text.
  const [broken] = [...document.errors, ...document.warnings];
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    const what = broken.code.toLowerCase().replaceAll("_", " ");
    throw new ConfigError(`${path}: not valid YAML, ${what} at line ${line}, column ${col}`);
  }
  return {
    value: valueOf(document, path),
    lineOf(at) {
      const offset = offsetOf(document, at);
      return offset === null ? null : lines.linePos(offset).line;
    },
  };
}

function textOf(path: string, setting: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw new ConfigError(`${setting}: ${path} cannot be read (${code}).`, { cause });
  }
}

function valueOf(document: Document.Parsed, path: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch {
    // Its message would quote the file.
    throw new ConfigError(`${path}: not valid YAML, an alias that stands for nothing or for too much`);
  }
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | null {
  let node: unknown = document.contents;
  let offset: number | null = null;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else {
      node = isSeq(node) ? node.items[Number(key)] : null;
      offset = startOf(node) ?? offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
