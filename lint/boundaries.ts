import { isBuiltin } from "node:module";
import { posix, relative, sep } from "node:path";
import type { Rule, SyntaxNode } from "./rule.ts";

/**
 * One row of "who may import whom". Entries are places (see `placeOf`); `*` stands for anything and `own` for the
 * importing file's own room or family. `types` adds what may be imported with `import type` only.
 */
interface Row {
  readonly from: string;
  readonly code: readonly string[];
  readonly types?: readonly string[];
}

const core = ["contract", "core", "core/*"];
const streams = [
  "node:net",
  "node:stream",
  "node:stream/*",
  "node:buffer",
  "node:events",
  "node:http",
  "node:url",
];

/** The first row whose `from` fits the importing file counts. A file of `src/` that fits none may import nothing. */
export const table: readonly Row[] = [
  { from: "contract", code: ["own", "npm:zod"] },
  { from: "turn", code: [...core, "own"] },
  { from: "core", code: ["contract", "own"], types: ["core/*"] },
  {
    from: "core/retrieval",
    code: ["contract", "core", "own", "npm:@orama/stemmers", "npm:@orama/stopwords"],
    types: ["core/*"],
  },
  { from: "core/moderation", code: ["contract", "core", "own", "npm:jsonrepair"], types: ["core/*"] },
  {
    from: "core/understanding",
    code: ["contract", "core", "own", "npm:libphonenumber-js"],
    types: ["core/*"],
  },
  { from: "core/*", code: ["contract", "core", "own"], types: ["core/*"] },
  { from: "adapters/*", code: [...core, "own", "node:*", "npm:*"], types: ["turn"] },
  { from: "http", code: [...core, "turn", "own", "npm:fastify*", "npm:@fastify/*", "npm:zod", ...streams] },
  { from: "client", code: ["contract", "own", "npm:eventsource-parser"] },
  { from: "cli", code: ["client", "contract", "own", "node:*", "npm:*"] },
  { from: "mcp", code: ["client", "contract", "own"] },
  { from: "web", code: ["client", "contract", "own"] },
  {
    from: "config",
    code: ["contract", "core", "own", "node:*", "npm:zod", "npm:yaml", "package.json"],
    types: ["core/*"],
  },
  { from: "compose", code: [...core, "turn", "own", "config", "adapters/*"] },
  { from: "server", code: ["*"] },
  { from: "main", code: ["*"] },
];

const roots = ["config", "compose", "server", "main"];
const turnFiles = ["chatTurn", "phoneQuestion", "turnEndings", "turnEvents", "turnRunner", "turnSteps"];

/** Reports every import that the table has no place for: static, dynamic, re-exported or in a type. */
export const boundaries: Rule = {
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join("/");
    const from = placeOf(file);
    if (from === undefined || /\.test\.tsx?$/u.test(file)) return {};

    const check = (node: SyntaxNode, typeOnly: boolean) => {
      const specifier = node.source?.value;
      if (typeof specifier !== "string") return;
      const to = targetOf(file, specifier);
      if (to === undefined || allows(from, to, typeOnly)) return;
      context.report({ node, message: `${from} may not import ${typeOnly ? "types" : "code"} of ${to}.` });
    };
    return {
      ImportDeclaration: (node) => check(node, node.importKind === "type"),
      ExportNamedDeclaration: (node) => check(node, node.exportKind === "type"),
      ExportAllDeclaration: (node) => check(node, node.exportKind === "type"),
      ImportExpression: (node) => check(node, false),
      TSImportType: (node) => check(node, true),
    };
  },
};

function allows(from: string, to: string, typeOnly: boolean): boolean {
  const row = table.find((each) => fits(each.from, from));
  const allowed = [...(row?.code ?? []), ...(typeOnly ? (row?.types ?? []) : [])];
  return allowed.some((place) => fits(place === "own" ? from : place, to));
}

function fits(pattern: string, place: string): boolean {
  const star = pattern.indexOf("*");
  return star === -1 ? pattern === place : place.startsWith(pattern.slice(0, star));
}

/** The place of a path relative to the repository; undefined outside `src/` and `web/`, where no row holds. */
function placeOf(path: string): string | undefined {
  const [root, folder, room, ...deeper] = path.split("/");
  if (root === "web") return "web";
  if (root !== "src" || folder === undefined) return undefined;
  if (room === undefined) {
    const name = folder.replace(/\.tsx?$/u, "");
    return roots.includes(name) ? name : `src/${name}`;
  }
  if (folder !== "core" && folder !== "adapters") return folder;
  if (deeper.length > 0) return `${folder}/${room}`;
  return folder === "core" && turnFiles.includes(room.replace(/\.ts$/u, "")) ? "turn" : folder;
}

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) {
    const path = posix.join(posix.dirname(file), specifier);
    return placeOf(path) ?? path;
  }
  if (isBuiltin(specifier)) return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  const parts = specifier.split("/");
  return `npm:${parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/")}`;
}
