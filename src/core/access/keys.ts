import type { CreateKey, Role, Scope } from "../../contract/keys.ts";
import type { RandomDep } from "../random.ts";
import type { Actor } from "./actor.ts";

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

/** Makes a key; the secret exists only in the returned value. */
export async function createKey(
  deps: KeyRecordsDep & RandomDep & DigestDep,
  draft: CreateKey,
): Promise<{ key: StoredKey; secret: string }> {
  const secret = newSecret(deps);
  const key = await deps.keys.create(
    {
      id: deps.random.id(),
      name: draft.name,
      actor: draft.actor ?? draft.name,
      role: draft.role,
      scopes: draft.scopes ?? [],
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
