import type { CreateKey, KeyView } from "../contract/keys.ts";
import { exitCode, type CommandContext } from "./context.ts";
import { printable } from "./printable.ts";
import { table } from "./table.ts";

export async function createKey(
  { client, out, err, signal }: CommandContext,
  key: CreateKey,
  json: boolean,
): Promise<number> {
  const created = await client.keys.create(key, signal);
  out.write(json ? `${JSON.stringify(created)}\n` : `${created.key}\n`);
  if (!json) err.write(`Key ${created.id}, role ${created.role}. Keep it now: it is shown this once.\n`);
  if (isIdle(created)) err.write(idleNote);
  return exitCode.ok;
}

export async function listKeys({ client, out, signal }: CommandContext, json: boolean): Promise<number> {
  const { items } = await client.keys.list(signal);
  out.write(
    json
      ? `${JSON.stringify({ items })}\n`
      : table(
          ["ID", "NAME", "ACTOR", "ROLE", "SCOPES", "STATE", "LAST USED"],
          items.map((key) => row(key, Date.now())),
        ),
  );
  return exitCode.ok;
}

export async function revokeKey(
  { client, out, signal }: CommandContext,
  id: string,
  json: boolean,
): Promise<number> {
  const revoked = await client.keys.revoke(id, signal);
  out.write(
    json ? `${JSON.stringify(revoked)}\n` : `Key ${revoked.id} (${printable(revoked.name)}) is revoked.\n`,
  );
  return exitCode.ok;
}

/** A service has only what it is given, and only where it is bound. */
function isIdle({ role, scopes, workspaces }: KeyView): boolean {
  return role === "service" && (scopes.length === 0 || workspaces.length === 0);
}

const idleNote =
  "It opens nothing: a service key has only the scopes and workspaces it is given. Make one with, for instance,\n" +
  "--scope query:ask --workspace <id>\n";

function row(key: KeyView, now: number): string[] {
  const { id, name, actor, role, scopes, last_used_at } = key;
  const used = last_used_at?.slice(0, 16).replace("T", " ") ?? "never";
  return [
    id,
    printable(name),
    printable(actor),
    role,
    scopes.join(",") || (role === "service" ? "none" : "all of the role"),
    state(key, now),
    used,
  ];
}

function state({ revoked_at, expires_at }: KeyView, now: number): string {
  if (revoked_at !== undefined) return `revoked ${revoked_at.slice(0, 10)}`;
  if (expires_at === undefined) return "active";
  return `${Date.parse(expires_at) <= now ? "expired" : "until"} ${expires_at.slice(0, 10)}`;
}
