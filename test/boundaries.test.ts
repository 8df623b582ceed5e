import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";

const root = join(import.meta.dirname, "..");
const boundaries = "house(boundaries)";
const globals = "eslint(no-restricted-globals)";
const properties = "eslint(no-restricted-properties)";

/** Files that import nothing and only stand there to be imported. */
const targets = [
  "contract/wire",
  "core/clock",
  "core/errors",
  "core/access/actor",
  "core/retrieval/search",
  "adapters/records/rows",
  "adapters/parsers/csv",
  "http/sse",
  "client/call",
  "cli/ask",
  "config/models",
].map((name) => `src/${name}.ts`);

/** A file, its lines, and the rules it must break: one for each line that says `refused`. */
type Planted = readonly [file: string, lines: readonly string[], refused?: readonly string[]];

const planted: readonly Planted[] = [
  ["src/contract/a.ts", [code("zod"), code("./wire.ts")]],
  ["src/contract/b.ts", [types("../core/clock.ts")], [boundaries]],
  ["src/contract/c.ts", [code("kysely")], [boundaries]],
  ["src/core/a.ts", [code("../contract/wire.ts"), code("./clock.ts"), types("./access/actor.ts")]],
  ["src/core/b.ts", [code("./access/actor.ts")], [boundaries]],
  ["src/core/c.ts", [types("./chatTurn.ts")], [boundaries]],
  ["src/core/access/a.ts", [code("../../contract/wire.ts"), code("../clock.ts"), code("./actor.ts")]],
  ["src/core/access/b.ts", [types("../retrieval/search.ts")]],
  ["src/core/access/c.ts", [code("../retrieval/search.ts")], [boundaries]],
  ["src/core/access/d.ts", ['export const late = import("../retrieval/search.ts");'], [boundaries]],
  [
    "src/core/access/e.ts",
    ['export type Rows = typeof import("../../adapters/records/rows.ts");'],
    [boundaries],
  ],
  ["src/core/access/f.ts", ['export { first } from "../../adapters/records/rows.ts";'], [boundaries]],
  ["src/core/access/g.ts", [code("node:path")], [boundaries]],
  ["src/core/access/h.ts", [code("@orama/stemmers/spanish")], [boundaries]],
  ["src/core/access/deep/i.ts", [code("../actor.ts"), code("../../clock.ts")]],
  ["src/core/access/deep/j.ts", [code("../../retrieval/search.ts")], [boundaries]],
  ["src/core/retrieval/a.ts", [code("@orama/stemmers/spanish"), code("@orama/stopwords/spanish")]],
  ["src/core/retrieval/b.ts", [code("zod")], [boundaries]],
  ["src/core/moderation/a.ts", [code("jsonrepair")]],
  ["src/core/moderation/b.ts", [code("zod")], [boundaries]],
  ["src/core/chatTurn.ts", [code("./access/actor.ts"), code("./retrieval/search.ts"), code("./clock.ts")]],
  ["src/core/turnRunner.ts", [code("./chatTurn.ts"), code("../http/sse.ts")], [boundaries]],
  ["src/adapters/records/a.ts", [code("node:fs"), code("kysely"), code("../../core/access/actor.ts")]],
  ["src/adapters/records/b.ts", [types("../parsers/csv.ts")], [boundaries]],
  ["src/adapters/records/c.ts", [code("../../http/sse.ts")], [boundaries]],
  ["src/http/a.ts", [code("fastify"), code("@fastify/multipart"), code("zod"), code("node:stream")]],
  [
    "src/http/routes/b.ts",
    [code("../../core/chatTurn.ts"), code("../sse.ts"), code("../../contract/wire.ts")],
  ],
  ["src/http/c.ts", [types("../adapters/records/rows.ts")], [boundaries]],
  ["src/http/d.ts", [code("node:fs")], [boundaries]],
  ["src/http/e.ts", [code("kysely")], [boundaries]],
  ["src/client/a.ts", [code("../contract/wire.ts"), code("./call.ts")]],
  ["src/client/b.ts", [code("node:stream")], [boundaries]],
  ["src/client/c.ts", [types("../core/clock.ts")], [boundaries]],
  ["src/client/d.ts", ["export const folder = process.cwd();"], [globals]],
  ["src/cli/a.ts", [code("../client/call.ts"), code("../contract/wire.ts"), code("node:fs"), code("yaml")]],
  ["src/cli/b.ts", [types("../core/clock.ts")], [boundaries]],
  ["src/mcp/a.ts", [code("../client/call.ts"), code("../contract/wire.ts")]],
  ["src/mcp/b.ts", [code("../cli/ask.ts")], [boundaries]],
  ["web/a.ts", [code("../src/client/call.ts"), code("../src/contract/wire.ts")]],
  ["web/b.ts", [types("../src/core/clock.ts")], [boundaries]],
  [
    "src/compose.ts",
    [
      code("./config.ts"),
      code("./core/access/actor.ts"),
      code("./adapters/records/rows.ts"),
      code("./http/sse.ts"),
    ],
    [boundaries],
  ],
  ["src/strange.ts", [code("./contract/wire.ts")], [boundaries]],
  [
    "src/config.ts",
    ["export const home = process.env;", code("./config/models.ts"), code("./http/sse.ts")],
    [boundaries],
  ],
  ["src/config/a.ts", [code("./models.ts"), code("yaml"), types("../core/access/actor.ts")]],
  ["src/config/b.ts", [code("../core/access/actor.ts")], [boundaries]],
  ["src/config/c.ts", ["export const home = process.env;"], [properties]],
  ["src/main.ts", [code("./compose.ts"), code("./http/sse.ts"), code("./cli/ask.ts"), code("fastify")]],
  ["src/strange/a.ts", [code("zod")], [boundaries]],
  ["src/core/access/whatever.test.ts", [code("../../adapters/records/rows.ts"), code("node:fs")]],
  ["src/adapters/records/d.ts", ["export const home = process.env;"], [properties]],
  ["src/adapters/records/e.ts", ["export const { env } = process;"], [properties]],
  ["src/http/f.ts", ["export const env = process.env;"], [properties]],
  ["src/core/pure/a.ts", ["export const at = Date.now();"], [globals]],
  ["src/core/pure/b.ts", ["export const at = performance.now();"], [globals]],
  ["src/core/pure/c.ts", ["export const late = setTimeout;"], [globals]],
  ["src/core/pure/d.ts", ["export const late = setInterval;"], [globals]],
  ["src/core/pure/e.ts", ['export const page = globalThis.fetch("http://localhost");'], [globals]],
  ["src/core/pure/f.ts", ["export const here = process.pid;"], [globals]],
  ["src/core/pure/g.ts", ["export const id = crypto.randomUUID();"], [globals]],
  ["src/core/pure/h.ts", ["export const dice = Math.random();"], [properties]],
  ["src/core/pure/i.ts", ["export const limit = AbortSignal.timeout(5);"], [properties]],
  ["src/core/pure/j.ts", ["export type When = Date;"], ["typescript(no-restricted-types)"]],
  [
    "src/adapters/records/f.ts",
    ['import { env } from "node:process";', "export const home = env;"],
    ["eslint(no-restricted-imports)"],
  ],
  [
    "src/http/h.ts",
    [
      code("../core/errors.ts"),
      "declare const AppError: ErrorConstructor;",
      "export const no = () => new AppError();",
    ],
    ["house(app-error-in-adapters)"],
  ],
  [
    "src/http/i.ts",
    ["export const zero = 0;", "// oxlint-disable-next-line no-console", "console.log(zero);"],
    ["house(reasoned-exceptions)"],
  ],
  [
    "src/http/j.ts",
    [
      "export const zero = 0;",
      "// oxlint-disable-next-line no-console -- shown to whoever started it",
      "console.log(zero);",
    ],
  ],
];

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "boundaries-"));
  for (const name of [".oxlintrc.json", "tsconfig.json", "lint"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const file of targets) plant(file, ["export const first = 1;"]);
  for (const [file, lines] of planted) plant(file, lines);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the linter refuses exactly one planted violation of every row of the import table, and nothing else", () => {
  const expected = planted.flatMap(([file, , refused = []]) => refused.map((rule) => `${file} ${rule}`));
  expect(lint()).toEqual(expected.toSorted());
});

const reportSchema = z.object({
  diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })),
});

function lint(): readonly string[] {
  const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint");
  const run = spawnSync(process.execPath, [oxlint, "-f", "json"], { cwd: folder, encoding: "utf8" });
  const { diagnostics } = reportSchema.parse(JSON.parse(run.stdout));
  return diagnostics
    .map((each) => `${relative(folder, join(folder, each.filename))} ${each.code}`)
    .toSorted();
}

function plant(file: string, lines: readonly string[]) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  const numbered = lines.map((line, n) => line.replaceAll("$", String(n)));
  writeFileSync(join(folder, file), `${numbered.join("\n")}\n`);
}

function code(specifier: string): string {
  return `import * as module$ from "${specifier}";\nexport const use$ = typeof module$;`;
}

function types(specifier: string): string {
  return `import type * as Module$ from "${specifier}";\nexport type Use$ = typeof Module$;`;
}
