import type { Refusal } from "../errors.ts";
import type { Actor } from "./actor.ts";
import type { TokenClaims } from "./tokenActor.ts";

/**
 * Tokens of an identity provider. The actor that a token names is the actor of keys with the same `actor`, so whoever
 * makes such a key gives both one set of conversations and workspaces.
 */
export interface TokenVerifier {
  /**
   * Refuses with `unauthorized` and a sentence that says why. Throws AppError `database_unavailable` while the
   * provider's public keys cannot be had: the token may be good, so the caller should come again with it.
   */
  verify(token: string): Promise<Actor | Refusal>;
}

export interface TokenVerifierDep {
  /** Null: only keys are taken. */
  readonly tokens: TokenVerifier | null;
}

export interface TokenSettings {
  /** The provider's public keys: where they are fetched, or the keys themselves. */
  readonly keys: { readonly url: string } | { readonly set: KeySet };
  /** What the claim `iss` of every token is. */
  readonly issuer: string;
  /** What the claim `aud` of every token is or holds. */
  readonly audience: string;
  readonly claims: TokenClaims;
}

/** Public keys as JSON (RFC 7517). */
export interface KeySet {
  readonly keys: readonly { readonly kty: string; readonly [member: string]: unknown }[];
}
