import fastify from "fastify";
import { expect, test } from "vitest";
import { createManualClock } from "../adapters/system/manualClock.ts";
import type { KeyRecords } from "../core/access/keys.ts";
import { AppError, refuse } from "../core/errors.ts";
import { requestActor, requireKeys } from "./auth.ts";
import { handleError } from "./problem.ts";

const unused = () => Promise.reject(new Error("not part of this test"));
const keys: KeyRecords = {
  create: unused,
  list: unused,
  revoke: unused,
  noteUse: () => undefined,
  findByHash: async (hash) =>
    hash.endsWith("known")
      ? {
          id: "k",
          name: "k",
          actor: `key ${hash}`,
          role: "member",
          scopes: [],
          workspaces: [],
          createdAt: 0,
          revokedAt: null,
          expiresAt: null,
          lastUsedAt: null,
        }
      : null,
};
const tokens = {
  async verify(token: string) {
    if (token.startsWith("down"))
      throw new AppError("database_unavailable", "the keys cannot be had", { retryable: true });
    return token.startsWith("good")
      ? ({ id: "token ana", role: "member", scopes: [], workspaces: [] } as const)
      : refuse("unauthorized", "The token has expired.");
  },
};

async function ask(bearer: string | null, taken: typeof tokens | null = tokens, url = "/") {
  const app = fastify();
  app.setErrorHandler(handleError);
  requireKeys(app, { keys, digest: (text) => text, clock: createManualClock(1), tokens: taken });
  app.get("/", (request) => requestActor(request).id);
  app.get("/open", { config: { keyOptional: true } }, (request) => request.actor?.id ?? "nobody");
  const { statusCode, body, headers } = await app.inject({
    url,
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
  });
  return { statusCode, body, headers };
}

test("three parts are a token, anything else and what begins with bt_ is a key", async () => {
  expect(await ask("good.a.b")).toMatchObject({ statusCode: 200, body: "token ana" });
  for (const key of ["known", "bt_a.b.known", "a.known", "a.b.c.known", "good.ä.known"])
    expect(await ask(key)).toMatchObject({ statusCode: 200, body: `key ${key}` });
});

test("a token that is refused is not tried as a key, and the answer says why", async () => {
  const { statusCode, body, headers } = await ask("bad.b.known");
  expect([statusCode, headers["www-authenticate"]]).toEqual([401, "Bearer"]);
  expect(JSON.parse(body)).toMatchObject({ code: "unauthorized", detail: "The token has expired." });
});

test("while tokens cannot be checked, the client is told to come again", async () => {
  const { statusCode, headers } = await ask("down.a.b");
  expect([statusCode, headers["retry-after"]]).toEqual([503, "1"]);
});

test("without an identity provider every bearer is a key", async () => {
  expect(await ask("a.b.known", null)).toMatchObject({ statusCode: 200, body: "key a.b.known" });
  expect(await ask("good.a.b", null)).toMatchObject({ statusCode: 401 });
});

test("where a key may be left out, one that is sent is checked all the same", async () => {
  expect(await ask(null, tokens, "/open")).toMatchObject({ statusCode: 200, body: "nobody" });
  expect(await ask("known", tokens, "/open")).toMatchObject({ statusCode: 200, body: "key known" });
  for (const wrong of ["wrong", "", "a b", "bad.b.c"])
    expect((await ask(wrong, tokens, "/open")).statusCode).toBe(401);
  expect((await ask(null)).statusCode).toBe(401);
});
