import { expiryMs, type CreateKey, type Role, type Scope } from "../../contract/keys.ts";
import type { ClockDep } from "../clock.ts";
import { refuse, type Refusal } from "../errors.ts";
import type { RandomDep } from "../random.ts";
import { isReservedActor } from "../reservedActors.ts";
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
  /** From then on the key opens nothing. */
  readonly expiresAt: number | null;
  /** At most a minute behind; null: never. */
  readonly lastUsedAt: number | null;
}

/** Throws AppError `database_unavailable`. */
export interface KeyRecords {
  /** Storing a hash that is there already changes nothing. */
  create(key: Omit<StoredKey, "createdAt" | "revokedAt" | "lastUsedAt">, hash: string): Promise<StoredKey>;
  findByHash(hash: string): Promise<StoredKey | null>;
  list(): Promise<StoredKey[]>;
  /** Null when unknown; revoking twice keeps the first time. */
  revoke(id: string): Promise<StoredKey | null>;
  /** The key was used now. Written at most once a minute a key, behind the caller and without a promise of success. */
  noteUse(id: string): void;
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
 * maker's; a key that could do more than its maker's scopes is refused, as is one that is expired already or whose actor
 * is reserved.
 */
export async function createKey(
  deps: KeyRecordsDep & RandomDep & DigestDep & ClockDep,
  maker: Authorized<null, "admin:config">,
  draft: CreateKey,
): Promise<{ key: StoredKey; secret: string } | Refusal> {
  if (draft.actor !== undefined && isReservedActor(draft.actor)) {
    const message = "is an id that the server keeps for itself; name another actor, or none";
    return refuse("validation_error", "Some fields are not valid.", [{ path: "actor", message }]);
  }
  const scopes = draft.scopes ?? [];
  const wider = heldScopes({ role: draft.role, scopes }).filter((scope) => !holdsScope(maker.actor, scope));
  if (wider.length > 0) {
    const message = `More than the maker's own key may do: ${wider.join(", ")}`;
    return refuse("forbidden", message, [{ path: "scopes", message }]);
  }
  const expiresAt = expiryMs(draft);
  if (expiresAt !== null && expiresAt <= deps.clock.now()) {
    const message = "must be in the future; leave it out for a key that does not expire";
    return refuse("validation_error", "Some fields are not valid.", [{ path: "expires_at", message }]);
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
      expiresAt,
    },
    deps.digest(secret),
  );
  return { key, secret };
}

/** The actor behind a presented secret; null when it is unknown, revoked or expired. */
export async function actorOf(
  deps: KeyRecordsDep & DigestDep & ClockDep,
  secret: string,
): Promise<Actor | null> {
  const key = await deps.keys.findByHash(deps.digest(secret));
  if (!key || key.revokedAt !== null) return null;
  if (key.expiresAt !== null && key.expiresAt <= deps.clock.now()) return null;
  deps.keys.noteUse(key.id);
  return { id: key.actor, role: key.role, scopes: key.scopes, workspaces: key.workspaces };
}
