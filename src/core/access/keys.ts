import type { CreateKey, Role, Scope } from "../../contract/keys.ts";
import { refuse, type Refusal } from "../errors.ts";
import type { RandomDep } from "../random.ts";
import { heldScopes, holdsScope, type Actor } from "./actor.ts";
import type { Authorized } from "./authorized.ts";

export interface StoredKey {
  readonly id: string;
  readonly name: string;
  readonly actor: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly workspaces: readonly string[];
  readonly createdAt: number;
  readonly revokedAt: number | null;
}

/** Throws AppError `database_unavailable`. */
export interface KeyRecords {
  /** Storing a hash that is there already changes nothing. */
  create(key: Omit<StoredKey, "createdAt" | "revokedAt">, hash: string): Promise<StoredKey>;
  findByHash(hash: string): Promise<StoredKey | null>;
  list(): Promise<StoredKey[]>;
  /** Null when unknown; revoking twice keeps the first time. */
  revoke(id: string): Promise<StoredKey | null>;
}

export interface KeyRecordsDep {
  readonly keys: KeyRecords;
}

/** One-way digest of a key, hex. A key has 256 random bits, so it needs no slow hash. */
export interface DigestDep {
  readonly digest: (text: string) => string;
}

export function newSecret({ random }: RandomDep): string {
  return `bt_${random.hex(32)}`;
}

/**
 * Makes a key; the secret exists only in the returned value. It stands for itself unless an actor is named: a name is
 * only a label and opens nobody's conversations. `admin:config` is an admin's alone, so no role is wider than the
 * maker's; a key that could do more than its maker's scopes is refused.
 */
export async function createKey(
  deps: KeyRecordsDep & RandomDep & DigestDep,
  maker: Authorized<null, "admin:config">,
  draft: CreateKey,
): Promise<{ key: StoredKey; secret: string } | Refusal> {
  const scopes = draft.scopes ?? [];
  const wider = heldScopes({ role: draft.role, scopes }).filter((scope) => !holdsScope(maker.actor, scope));
  if (wider.length > 0) {
    const message = `More than the maker's own key may do: ${wider.join(", ")}`;
    return refuse("forbidden", message, [{ path: "scopes", message }]);
  }
  const id = deps.random.id();
  const secret = newSecret(deps);
  const key = await deps.keys.create(
    {
      id,
      name: draft.name,
      actor: draft.actor ?? id,
      role: draft.role,
      scopes,
      workspaces: draft.workspaces ?? [],
    },
    deps.digest(secret),
  );
  return { key, secret };
}

/** The actor behind a presented secret; null when it is unknown or revoked. */
export async function actorOf(deps: KeyRecordsDep & DigestDep, secret: string): Promise<Actor | null> {
  const key = await deps.keys.findByHash(deps.digest(secret));
  if (!key || key.revokedAt !== null) return null;
  return { id: key.actor, role: key.role, scopes: key.scopes, workspaces: key.workspaces };
}
