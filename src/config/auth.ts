import { resolve } from "node:path";
import * as z from "zod";
import type { KeySet, TokenSettings } from "../core/access/tokenVerifier.ts";
import { parse } from "./parse.ts";
import { readYaml } from "./yamlFile.ts";

const claim = z.string().trim().min(1).max(200);

const addressSchema = z
  .url({ protocol: /^https?$/, error: "an https address" })
  .refine(
    (text) => isSafe(URL.parse(text)),
    "https, or http on this machine: whoever sits between could let anybody in; a file is the other way (jwks_file)",
  );

/** Tokens of an identity provider, beside the keys. */
export const authSchema = z
  .strictObject({
    jwks_url: addressSchema.optional().describe("Where the provider's public keys are fetched"),
    jwks_file: z
      .string()
      .min(1)
      .optional()
      .describe("The same as a file, read at the start; relative to this one"),
    issuer: z.string().trim().min(1).max(1_000).describe("Of every token, as its claim `iss` has it"),
    audience: z.string().trim().min(1).max(1_000).describe("This server, as the claim `aud` names it"),
    actor_claim: claim.default("sub"),
    role_claim: claim.default("role").describe("A role, or a list that holds one"),
    scopes_claim: claim.optional().describe("Words in one text, or a list; left out: all of the role's"),
    workspaces_claim: claim.optional().describe("The ids of the workspaces that a service is bound to"),
  })
  .superRefine(({ jwks_url, jwks_file }, context) => {
    if ((jwks_url === undefined) === (jwks_file === undefined))
      context.addIssue({ code: "custom", path: ["jwks_url"], message: "name either jwks_url or jwks_file" });
  })
  .transform(({ jwks_url, jwks_file, issuer, audience, ...names }): AuthSettings => ({
    keys: jwks_file === undefined ? { url: jwks_url ?? "" } : { file: jwks_file },
    issuer,
    audience,
    claims: {
      actor: names.actor_claim,
      role: names.role_claim,
      scopes: names.scopes_claim ?? null,
      workspaces: names.workspaces_claim ?? null,
    },
  }));

export interface AuthSettings extends Omit<TokenSettings, "keys"> {
  readonly keys: { readonly url: string } | { readonly file: string };
}

/** With the keys of a file read; `folder` is the configuration's. Throws ConfigError that shows no key. */
export function tokenSettings({ keys, ...settings }: AuthSettings, folder: string): TokenSettings {
  return { ...settings, keys: "url" in keys ? keys : { set: readKeySet(resolve(folder, keys.file)) } };
}

const privateParts = ["d", "p", "q", "k"] as const;

const keySetSchema = z.object({
  keys: z
    .array(
      z
        .looseObject({ kty: z.enum(["RSA", "EC", "OKP"], { error: "RSA, EC or OKP: a public key" }) })
        .refine(
          (key) => privateParts.every((part) => !(part in key)),
          "holds a private part; only public keys belong here",
        ),
    )
    .min(1),
});

/** A file as RFC 7517 has it; JSON is YAML. */
function readKeySet(path: string): KeySet {
  const file = readYaml(path, "auth.jwks_file");
  return parse(keySetSchema, file.value, path, file.lineOf);
}

function isSafe(url: URL | null): boolean {
  if (url === null || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
}
