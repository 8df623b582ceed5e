export const commandNames = ["serve", "ask", "ingest", "keys", "people", "doctor"] as const;
export type CommandName = (typeof commandNames)[number];

export const generalHelp = `batuta: chat over your own documents

Usage: batuta <command> [options]

  serve                     Start the server
  ask "question" [file…]    Answer from these files, or from what was ingested
  ingest <path…>            Read files and folders into the default workspace
  keys create|list|revoke   Manage API keys
  people export|erase       All that is kept of one person
  doctor                    Check this installation

  -h, --help                This text, or that of a command
  -v, --version             Version

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`;

export const commandHelp: Readonly<Record<CommandName, string>> = {
  serve: `Usage: batuta serve

Starts the server. Settings come from BATUTA_* variables and batuta.yaml.
`,
  ask: `Usage: batuta ask "question" [file…] [--locale es|en] [--json]

With files, answers from them alone; without, from the default workspace.
The answer goes to stdout; progress and warnings go to stderr.

  --locale es|en   Language of the messages
  --json           One JSON object: answer, sources, documents, timings
`,
  ingest: `Usage: batuta ingest <path…> [--json]

Reads files, and folders with all they hold except dotfiles.
Exits with 0 when every file is ready, else with 1.

  --json           One JSON object instead of the table
`,
  keys: `Usage: batuta keys create --name <name> [--actor <id>] [--role admin|member|service]
                           [--scope <scope>]… [--workspace <id>]…
                           [--expires 30d|2030-01-31] [--json]
       batuta keys list [--json]
       batuta keys revoke <id> [--json]

A new key is shown once and cannot be read again. Its name is a label only: the key
stands for itself, with conversations of its own, unless --actor says whose it is.
`,
  people: `Usage: batuta people export <id> [--out file]
       batuta people erase <id> [--yes] [--json]

Everything of one person in all workspaces. The id is an actor's, or a phone number as
+59899123456. Without --yes, erase only says what would go, and exits with 2.
`,
  doctor: `Usage: batuta doctor [--json]

Checks this installation and says what to do about each problem.
`,
};
