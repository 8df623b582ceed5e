import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient } from "../../src/client/client.ts";
import { problemSchema } from "../../src/contract/errors.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const issuer = "https://id.example";

describe("tokens of an identity provider, over HTTP", () => {
  let house: TestServer;
  let folder: string;
  let tokenOf: (payload: object) => Promise<string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "batuta-tokens-"));
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const key = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256" };
    await writeFile(join(folder, "keys.json"), JSON.stringify({ keys: [key] }));
    const path = join(folder, "batuta.yaml");
    await writeFile(path, `auth: { jwks_file: keys.json, issuer: "${issuer}", audience: batuta }\n`);
    house = await startTestServer({ settings: { BATUTA_CONFIG: path } });
    tokenOf = (payload) =>
      new SignJWT({ iss: issuer, aud: ["other", "batuta"], ...payload })
        .setProtectedHeader({ alg: "RS256", kid: "k1" })
        .setExpirationTime("5m")
        .sign(privateKey);
  });
  afterAll(async () => {
    await house.stop();
    await rm(folder, { recursive: true });
  });

  test("are the actor of a key that names the same one, and of no other", async () => {
    const token = await tokenOf({ sub: "oidc|ana", role: "member" });
    const ana = createClient({ baseUrl: house.url, key: token });
    const { id } = await ana.workspaces.create({ name: "de ana" });
    const reads = async (actor: string) => {
      const { key } = await house.client.keys.create({ name: "laptop", actor });
      const init = { headers: { authorization: `Bearer ${key}` } };
      return (await house.fetch(`/api/v1/workspaces/${id}`, init)).status;
    };
    expect(await reads("oidc|ana")).toBe(200);
    expect(await reads("ana")).toBe(404);
  });

  test("have the rights of their role, beside the keys", async () => {
    const status = async (bearer: string) =>
      (await house.fetch("/api/v1/keys", { headers: { authorization: `Bearer ${bearer}` } })).status;
    expect(await status(await tokenOf({ sub: "root", role: "admin" }))).toBe(200);
    expect(await status(await tokenOf({ sub: "ana", role: "member" }))).toBe(403);
    expect(await status(house.key)).toBe(200);
  });

  test("that are refused get 401 and the reason", async () => {
    for (const [payload, reason] of [
      [{ sub: "ana", role: "boss" }, "names not one of admin, member, service"],
      [{ role: "member" }, "has no usable actor"],
      [{ sub: "admin", role: "admin" }, "an actor that is the server's own"],
      [{ sub: "ana", role: "admin", iss: "https://evil.example" }, "not from the configured issuer"],
    ] as const) {
      const headers = { authorization: `Bearer ${await tokenOf(payload)}` };
      const response = await house.fetch("/api/v1/workspaces", { headers });
      expect(response.status).toBe(401);
      expect(problemSchema.parse(await response.json()).detail).toContain(reason);
    }
  });
});
