import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify } from "jose";
import { tokenActor } from "../../core/access/tokenActor.ts";
import type { TokenSettings, TokenVerifier } from "../../core/access/tokenVerifier.ts";
import type { ClockDep } from "../../core/clock.ts";
import { AppError, isRefusal, refuse, type Refusal } from "../../core/errors.ts";

/**
 * Tokens signed by an identity provider (RFC 7519, RFC 8725): of this issuer, for this audience, with an expiry, and by
 * a key pair, so that what is public here signs nothing. Fetched keys are kept for ten minutes; an unknown one is looked
 * up at once, but not twice within 30 s.
 */
export function createJwtVerifier({ clock }: ClockDep, settings: TokenSettings): TokenVerifier {
  const { keys, issuer, audience, claims } = settings;
  const keyOf =
    "url" in keys
      ? createRemoteJWKSet(new URL(keys.url), { timeoutDuration: fetchMs })
      : createLocalJWKSet({ keys: [...keys.set.keys] });

  return {
    async verify(token) {
      const checked = { issuer, audience, currentDate: new Date(clock.now()), ...always };
      const verified = await jwtVerify(token, keyOf, checked).catch(refusalOf);
      return isRefusal(verified) ? verified : tokenActor(claims, verified.payload);
    },
  };
}

/** What is not the token's fault leaves nothing to check it with: one from the provider, or the way to it. */
function refusalOf(cause: unknown): Refusal {
  const why = sentenceOf(cause);
  if (why !== null) return refuse("unauthorized", why);
  throw new AppError(
    "database_unavailable",
    "the identity provider is out of reach: its public keys cannot be had, and no token can be checked",
    { retryable: true, cause },
  );
}

/** Null when the failure is not the token's. */
function sentenceOf(cause: unknown): string | null {
  if (cause instanceof errors.JWTExpired) return "The token has expired.";
  if (cause instanceof errors.JWTClaimValidationFailed)
    return sentenceByClaim.get(cause.claim) ?? "The token's claims are not valid.";
  return cause instanceof errors.JOSEError ? (sentenceByCode.get(cause.code) ?? null) : null;
}

const sentenceByClaim: ReadonlyMap<string, string> = new Map([
  ["iss", "The token is not from the configured issuer."],
  ["aud", "The token is not for the configured audience."],
  ["exp", "The token has no expiry."],
  ["nbf", "The token is not valid yet."],
]);

const unreadable = "The token cannot be read as a signed JWT.";
const unknownKey = "The token's key is none of the provider's, or does not say which by its `kid`.";
const sentenceByCode: ReadonlyMap<string, string> = new Map([
  [errors.JWSInvalid.code, unreadable],
  [errors.JWTInvalid.code, unreadable],
  [errors.JOSENotSupported.code, unreadable],
  [errors.JOSEAlgNotAllowed.code, "The token's algorithm is not one with a key pair."],
  [errors.JWSSignatureVerificationFailed.code, "The token's signature is not valid."],
  [errors.JWKSNoMatchingKey.code, unknownKey],
  [errors.JWKSMultipleMatchingKeys.code, unknownKey],
]);

const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
const always = { algorithms, clockTolerance: "30s", requiredClaims: ["exp"] };
const fetchMs = 5_000;
