import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { base64url, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeySet, TokenSettings, TokenVerifier } from "../../core/access/tokenVerifier.ts";
import { isRefusal } from "../../core/errors.ts";
import { createManualClock } from "../system/manualClock.ts";
import { createJwtVerifier } from "./jwtVerifier.ts";

const issuer = "https://id.example";
const audience = "batuta";
const claims = { actor: "sub", role: "role", scopes: null, workspaces: null } as const;
const clock = createManualClock(1_800_000_000_000);
const nowSeconds = 1_800_000_000;

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

describe("a token of an identity provider", () => {
  let pair: Pair;
  let other: Pair;
  let published: KeySet["keys"][number];
  beforeAll(async () => {
    [pair, other] = await Promise.all([generateKeyPair("ES256"), generateKeyPair("ES256")]);
    published = { ...(await exportJWK(pair.publicKey)), kty: "EC", kid: "k1", alg: "ES256", use: "sig" };
  });

  const verifier = (more: Partial<TokenSettings> = {}) =>
    createJwtVerifier({ clock }, { keys: { set: { keys: [published] } }, issuer, audience, claims, ...more });
  const unsigned = (payload: object) =>
    new SignJWT({
      sub: "ana",
      role: "member",
      iss: issuer,
      aud: audience,
      exp: nowSeconds + 60,
      ...payload,
    });
  const tokenOf = (payload: object = {}, { kid = "k1", key = pair.privateKey } = {}) =>
    unsigned(payload).setProtectedHeader({ alg: "ES256", kid }).sign(key);
  const answer = async (token: string, by: TokenVerifier = verifier()) => {
    const result = await by.verify(token);
    return isRefusal(result) ? [result.refused, result.detail] : result;
  };

  test("is the actor that its subject and role say", async () => {
    expect(await answer(await tokenOf())).toEqual({ id: "ana", role: "member", scopes: [], workspaces: [] });
    expect(await answer(await tokenOf({ role: "admin" }))).toMatchObject({ role: "admin" });
  });

  test("counts 30 s beyond its expiry, and no longer", async () => {
    expect(await answer(await tokenOf({ exp: nowSeconds - 29 }))).toMatchObject({ id: "ana" });
    expect(await answer(await tokenOf({ exp: nowSeconds - 31 }))).toEqual([
      "unauthorized",
      "The token has expired.",
    ]);
  });

  test.each([
    [{ iss: "https://evil.example" }, "The token is not from the configured issuer."],
    [{ iss: undefined }, "The token is not from the configured issuer."],
    [{ aud: "another" }, "The token is not for the configured audience."],
    [{ exp: undefined }, "The token has no expiry."],
    [{ nbf: nowSeconds + 31 }, "The token is not valid yet."],
    [{ sub: undefined }, "The token has no usable actor in its claim sub."],
    [{ role: "boss" }, "The token names not one of admin, member, service in its claim role."],
    [{ role: undefined }, "The token names not one of admin, member, service in its claim role."],
  ])("with %j is refused with one sentence", async (payload, sentence) => {
    expect(await answer(await tokenOf(payload))).toEqual(["unauthorized", sentence]);
  });

  test("signed by another key is refused, be it published or not", async () => {
    expect(await answer(await tokenOf({}, { key: other.privateKey }))).toEqual([
      "unauthorized",
      "The token's signature is not valid.",
    ]);
    expect(await answer(await tokenOf({}, { kid: "k2" }))).toEqual([
      "unauthorized",
      "The token's key is none of the provider's, or does not say which by its `kid`.",
    ]);
  });

  test("without a signature, or signed by what is public, is refused", async () => {
    const none = new UnsecuredJWT({ sub: "ana", role: "admin", iss: issuer, aud: audience }).encode();
    const publicText = new TextEncoder().encode(JSON.stringify(published));
    const hmac = await unsigned({ role: "admin" })
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .sign(publicText);
    for (const forged of [none, `${none}AA`, hmac])
      expect(await answer(forged)).toEqual([
        "unauthorized",
        "The token's algorithm is not one with a key pair.",
      ]);
  });

  test("that was changed after signing, or is no token at all, is refused", async () => {
    const [head = "", body = "", signature = ""] = (await tokenOf()).split(".");
    const raised = base64url.encode(
      new TextDecoder().decode(base64url.decode(body)).replace("member", "admin"),
    );
    expect(await answer(`${head}.${raised}.${signature}`)).toEqual([
      "unauthorized",
      "The token's signature is not valid.",
    ]);
    for (const wrong of ["a.b.c", `${head}.${body}.`, "..", `${head}.${body}`])
      expect(await verifier().verify(wrong)).toMatchObject({ refused: "unauthorized" });
  });

  test("is not taken for an outage where the server itself is at fault", async () => {
    const broken = {
      ...claims,
      get role(): string {
        throw new TypeError("a bug");
      },
    };
    await expect(verifier({ claims: broken }).verify(await tokenOf())).rejects.toThrow(TypeError);
  });

  describe("whose keys are fetched", () => {
    let server: Server;
    let url = "";
    let status = 200;
    let fetched = 0;
    let served: unknown = null;
    beforeAll(async () => {
      server = createServer((_request, response) => {
        fetched += 1;
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(served));
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/jwks`;
    });
    afterAll(() => server.close().closeAllConnections());

    test("is checked with one fetch for many tokens", async () => {
      [status, fetched, served] = [200, 0, { keys: [published] }];
      const by = verifier({ keys: { url } });
      const token = await tokenOf();
      for (const round of await Promise.all([1, 2, 3].map(() => answer(token, by))))
        expect(round).toMatchObject({ id: "ana" });
      await answer(token, by);
      await answer(await tokenOf({}, { kid: "unheard-of" }), by);
      expect(fetched).toBe(1);
    });

    test.each([
      ["answers with an error", 500, {}],
      ["sends no key set", 200, { hello: "world" }],
    ])("is not refused while the provider %s: it may be good", async (_, code, body) => {
      [status, served] = [code, body];
      await expect(verifier({ keys: { url } }).verify(await tokenOf())).rejects.toMatchObject({
        code: "database_unavailable",
        retryable: true,
      });
    });

    test("is not refused while nobody listens there", async () => {
      const nobody = verifier({ keys: { url: "http://127.0.0.1:1/jwks" } });
      await expect(nobody.verify(await tokenOf())).rejects.toMatchObject({ code: "database_unavailable" });
    });
  });
});
