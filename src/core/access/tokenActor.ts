import { actorIdSchema, roles, scopes, type Role, type Scope } from "../../contract/keys.ts";
import { refuse, type Refusal } from "../errors.ts";
import { isReservedActor } from "../reservedActors.ts";
import type { Actor } from "./actor.ts";
import { firstActor } from "./firstStart.ts";

/** Which claims of a token say what. */
export interface TokenClaims {
  readonly actor: string;
  readonly role: string;
  /** Null: a token has all the scopes of its role, and a service's none. */
  readonly scopes: string | null;
  /** The workspaces that a service is bound to. Null: none. */
  readonly workspaces: string | null;
}

/**
 * The actor that a verified token stands for. The subject is the actor's id as it is. A provider gives away no id of the
 * server's own: neither a reserved one nor that of the first key, with which come the default workspace and the
 * administrator's conversations.
 */
export function tokenActor(names: TokenClaims, payload: Readonly<Record<string, unknown>>): Actor | Refusal {
  const id = payload[names.actor];
  const { data } = actorIdSchema.safeParse(id);
  // One that had to be trimmed would be somebody else's.
  if (data === undefined || data !== id) return unfit(`has no usable actor in its claim ${names.actor}`);
  if (data === firstActor || isReservedActor(data)) return unfit("names an actor that is the server's own");
  const given = payload[names.role];
  const named = Array.isArray(given) ? given : [given];
  const known = roles.filter((role) => named.includes(role));
  const [role] = known;
  if (role === undefined || known.length > 1)
    return unfit(`names not one of ${roles.join(", ")} in its claim ${names.role}`);
  const held = names.scopes === null ? [] : scopesOf(textsOf(payload[names.scopes]));
  // No scopes would mean all of the role's.
  if (names.scopes !== null && held.length === 0)
    return unfit(`names no scope of this server in its claim ${names.scopes}`);
  return { id: data, role, scopes: held, workspaces: workspacesOf(role, names, payload) };
}

function workspacesOf(role: Role, names: TokenClaims, payload: Readonly<Record<string, unknown>>) {
  return role === "service" && names.workspaces !== null ? textsOf(payload[names.workspaces]) : [];
}

/** Scopes of other services stand in the same claim. */
function scopesOf(named: readonly string[]): readonly Scope[] {
  return scopes.filter((scope) => named.includes(scope));
}

/** A list, or words in one text as OAuth's `scope` has them (RFC 6749, section 3.3). */
function textsOf(claim: unknown): readonly string[] {
  if (typeof claim === "string") return claim.split(" ").filter((word) => word !== "");
  return Array.isArray(claim) ? claim.filter((each) => typeof each === "string") : [];
}

function unfit(what: string): Refusal {
  return refuse("unauthorized", `The token ${what}.`);
}
