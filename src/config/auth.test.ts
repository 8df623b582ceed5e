import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { authSchema, tokenSettings } from "./auth.ts";
import { parse } from "./parse.ts";

const folder = mkdtempSync(join(tmpdir(), "batuta-auth-"));
afterAll(() => rmSync(folder, { recursive: true }));
const who = { issuer: "https://id.example", audience: "batuta" };
const url = "https://id.example/jwks?p=policy";
const refusal = (value: object) => {
  try {
    return parse(authSchema, value, "batuta.yaml") && "taken";
  } catch (cause) {
    return String(cause);
  }
};
const loadKeySet = (jwks_file: string) =>
  tokenSettings(parse(authSchema, { ...who, jwks_file }, "batuta.yaml"), folder).keys;
const fileOf = (text: string) => {
  const name = `${crypto.randomUUID()}.json`;
  writeFileSync(join(folder, name), text);
  return name;
};

test("what is left out has the usual names, and no claim that was not named counts", () => {
  expect(parse(authSchema, { ...who, jwks_url: url }, "batuta.yaml")).toEqual({
    ...who,
    keys: { url },
    claims: { actor: "sub", role: "role", scopes: null, workspaces: null },
  });
});

test("issuer, audience and one place of the keys must be named", () => {
  expect(refusal({ jwks_url: url, audience: "batuta" })).toContain("issuer: ");
  expect(refusal({ jwks_url: url, issuer: "x" })).toContain("audience: ");
  for (const places of [{}, { jwks_url: url, jwks_file: "keys.json" }])
    expect(refusal({ ...who, ...places })).toContain("jwks_url: name either jwks_url or jwks_file");
});

test("keys are fetched over https, or from this machine", () => {
  for (const jwks_url of ["http://id.example/jwks", "https://u:p@id.example/jwks", "ftp://id.example"])
    expect(refusal({ ...who, jwks_url })).toContain("jwks_url: ");
  for (const jwks_url of ["http://127.0.0.1:9/jwks", "http://localhost/jwks", "http://[::1]/jwks"])
    expect(refusal({ ...who, jwks_url })).toBe("taken");
});

test("a file of keys holds public ones, and a refusal shows none of them", () => {
  const key = { kty: "EC", crv: "P-256", x: "AA", y: "AA", kid: "k1" };
  expect(loadKeySet(fileOf(JSON.stringify({ keys: [key] })))).toEqual({ set: { keys: [key] } });
  for (const wrong of [
    { ...key, d: "secret" },
    { kty: "oct", k: "secret" },
  ]) {
    const load = () => loadKeySet(fileOf(JSON.stringify({ keys: [wrong] })));
    expect(load).toThrow(/keys\.0/);
    expect(load).not.toThrow(/secret/);
  }
  expect(() => loadKeySet(fileOf('{"keys":[]}'))).toThrow(/keys/);
  expect(() => loadKeySet("nowhere.json")).toThrow(/auth\.jwks_file: .*ENOENT/);
});
