import { scopes, type Role, type Scope } from "../../contract/keys.ts";

/** Who is asking. */
export interface Actor {
  readonly id: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** The workspaces a service is bound to; other roles are not bound. */
  readonly workspaces: readonly string[];
}

const memberScopes: readonly Scope[] = [
  "documents:create",
  "documents:read",
  "documents:delete",
  "query:search",
  "query:ask",
  "query:stream",
];

/** All that a key of this role may be used for. */
export function heldScopes(key: Pick<Actor, "role" | "scopes">): readonly Scope[] {
  return scopes.filter((scope) => holdsScope(key, scope));
}

/** An admin or member key without scopes has all of its role's; a service has only those it was given. */
export function holdsScope(actor: Pick<Actor, "role" | "scopes">, scope: Scope): boolean {
  switch (actor.role) {
    case "admin":
      return actor.scopes.length === 0 || actor.scopes.includes(scope);
    case "member":
      return memberScopes.includes(scope) && (actor.scopes.length === 0 || actor.scopes.includes(scope));
    case "service":
      return actor.scopes.includes(scope);
  }
}
