import { parseArgs } from "node:util";
import { localeSchema, type Locale } from "../contract/common.ts";
import { createKeySchema, type CreateKey } from "../contract/keys.ts";
import { expiryOf } from "./expiry.ts";
import { commandHelp, commandNames, generalHelp, type CommandName } from "./help.ts";
import { suggestion } from "./suggestion.ts";

/** What the command line asks for. `usage` cannot be understood: say `message` and exit with 2. */
export type Invocation =
  | { readonly command: "help"; readonly text: string }
  | { readonly command: "version" }
  | { readonly command: "usage"; readonly message: string }
  | { readonly command: "serve" }
  | { readonly command: "doctor"; readonly json: boolean }
  | ClientInvocation;

/** The commands that need a client. */
export type ClientInvocation =
  | {
      readonly command: "ask";
      readonly question: string;
      readonly files: readonly string[];
      readonly locale: Locale | null;
      readonly json: boolean;
    }
  | { readonly command: "ingest"; readonly paths: readonly string[]; readonly json: boolean }
  | { readonly command: "keys create"; readonly key: CreateKey; readonly json: boolean }
  | { readonly command: "keys list"; readonly json: boolean }
  | { readonly command: "keys revoke"; readonly id: string; readonly json: boolean }
  | { readonly command: "people export"; readonly id: string; readonly out: string | null }
  | {
      readonly command: "people erase";
      readonly id: string;
      readonly isSure: boolean;
      readonly json: boolean;
    };

type OptionKind = "flag" | "value";
type Options = Readonly<Record<string, OptionKind>>;

interface Words {
  readonly positionals: readonly string[];
  readonly has: (name: string) => boolean;
  readonly values: (name: string) => readonly string[];
}

const json: Options = { json: "flag" };
const optionsByCommand: Readonly<Record<CommandName, Options>> = {
  serve: {},
  ask: { ...json, locale: "value" },
  ingest: json,
  people: { ...json, out: "value", yes: "flag" },
  keys: {
    ...json,
    name: "value",
    actor: "value",
    role: "value",
    scope: "value",
    workspace: "value",
    expires: "value",
  },
  doctor: json,
};
const keyActions = ["create", "list", "revoke"];

/** `argv` without the program's own name. */
export function parseArguments(argv: readonly string[]): Invocation {
  const [first, ...rest] = argv;
  if (first === undefined || first === "--help" || first === "-h")
    return { command: "help", text: generalHelp };
  if (first === "--version" || first === "-v") return { command: "version" };
  if (first === "help") return helpOn(rest[0]);
  const command = commandNames.find((name) => name === first);
  if (!command)
    return unknown(first.startsWith("-") ? "option" : "command", first, [
      ...commandNames,
      "--help",
      "--version",
    ]);
  const words = wordsOf(rest, optionsByCommand[command]);
  if ("command" in words) return words;
  if (words.has("help")) return { command: "help", text: commandHelp[command] };
  return readers[command](words);
}

const readers: Readonly<Record<CommandName, (words: Words) => Invocation>> = {
  serve: ({ positionals }) => (positionals[0] === undefined ? { command: "serve" } : surplus(positionals[0])),
  doctor: ({ positionals, has }) =>
    positionals[0] === undefined ? { command: "doctor", json: has("json") } : surplus(positionals[0]),
  ask({ positionals: [question, ...files], has, values }) {
    if (!question?.trim()) return usage('Name the question: batuta ask "What is the deadline?" report.pdf');
    const given = values("locale").at(-1);
    const locale = localeSchema.safeParse(given);
    if (given !== undefined && !locale.success) return usage("--locale is es or en.");
    return { command: "ask", question, files, locale: locale.data ?? null, json: has("json") };
  },
  ingest({ positionals, has }) {
    if (positionals.length === 0) return usage("Name at least one file or folder: batuta ingest ./documents");
    return { command: "ingest", paths: positionals, json: has("json") };
  },
  keys(words) {
    const [action, ...more] = words.positionals;
    if (action === "create") return keyCreation(words, more);
    if (action === "list")
      return more[0] === undefined ? { command: "keys list", json: words.has("json") } : surplus(more[0]);
    if (action !== "revoke")
      return action
        ? unknown("command", action, keyActions)
        : usage("Say keys create, keys list or keys revoke <id>.");
    const [id, another] = more;
    if (id === undefined) return usage("Name the key's id, as `batuta keys list` shows it.");
    return another === undefined ? { command: "keys revoke", id, json: words.has("json") } : surplus(another);
  },
  people: personAction,
};

function personAction({ positionals: [action, id, another], has, values }: Words): Invocation {
  if (action !== "export" && action !== "erase")
    return action
      ? unknown("command", action, ["export", "erase"])
      : usage("Say people export <id> or people erase <id> --yes.");
  if (!id?.trim()) return usage("Name the person: an actor's id, or a phone number as +59899123456.");
  if (another !== undefined) return surplus(another);
  const out = values("out").at(-1) ?? null;
  if (action === "erase")
    return out === null
      ? { command: "people erase", id, isSure: has("yes"), json: has("json") }
      : usage("--out belongs to people export.");
  return has("yes") || has("json")
    ? usage("people export takes --out alone; what it writes is JSON.")
    : { command: "people export", id, out };
}

function keyCreation({ values, has }: Words, more: readonly string[]): Invocation {
  if (more[0] !== undefined) return surplus(more[0]);
  const single = (name: string) =>
    values(name)
      .slice(-1)
      .map((value) => [name, value]);
  const many = (option: string, name: string) => (values(option).length > 0 ? [[name, values(option)]] : []);
  const fields = [
    ...["name", "actor", "role"].flatMap(single),
    ...many("scope", "scopes"),
    ...many("workspace", "workspaces"),
    ...values("expires")
      .slice(-1)
      .map((value) => ["expires_at", expiryOf(value, Date.now())]),
  ];
  const key = createKeySchema.safeParse(Object.fromEntries(fields));
  if (key.success) return { command: "keys create", key: key.data, json: has("json") };
  const [issue] = key.error.issues;
  const field = String(issue?.path[0] ?? "name");
  if (field === "expires_at")
    return usage(
      "--expires: days or hours such as 30d or 12h, a day such as 2030-01-31, or a time (RFC 3339).",
    );
  const option = field.replace(/s$/u, "");
  if (values(option).length === 0) return usage(`--${option} is missing: batuta keys create --name <name>`);
  return usage(`--${option}: ${issue?.message ?? "is not valid"}.`);
}

/** Tokens, so that a wrong option can be named and its neighbour suggested. */
function wordsOf(argv: readonly string[], options: Options): Words | Invocation {
  const known: Options = { ...options, help: "flag" };
  const config: Record<string, { type: "boolean" | "string"; short?: string }> = {
    help: { type: "boolean", short: "h" },
  };
  for (const [name, kind] of Object.entries(options))
    config[name] = { type: kind === "flag" ? "boolean" : "string" };
  const { tokens } = parseArgs({ args: [...argv], options: config, strict: false, tokens: true });
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const kind = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (!kind)
      return unknown(
        "option",
        token.rawName,
        Object.keys(known).map((name) => `--${name}`),
      );
    if (kind === "flag" && token.value !== undefined) return usage(`${token.rawName} takes no value.`);
    const isMissing = token.value === undefined || (!token.inlineValue && token.value.startsWith("-"));
    if (kind === "value" && isMissing) return usage(`${token.rawName} needs a value.`);
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? ""]);
  }
  return { positionals, has: (name) => values.has(name), values: (name) => values.get(name) ?? [] };
}

function helpOn(topic: string | undefined): Invocation {
  const command = commandNames.find((name) => name === topic);
  if (command) return { command: "help", text: commandHelp[command] };
  return topic === undefined
    ? { command: "help", text: generalHelp }
    : unknown("command", topic, commandNames);
}

function unknown(what: "command" | "option", given: string, candidates: readonly string[]): Invocation {
  const meant = suggestion(given, candidates);
  return usage(`There is no ${what} ${given}.${meant ? ` Did you mean ${meant}?` : " See batuta --help."}`);
}

function surplus(word: string): Invocation {
  return usage(`"${word}" is one word too many.`);
}

function usage(message: string): Invocation {
  return { command: "usage", message };
}
