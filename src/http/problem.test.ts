import fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import { refuse, type Refusal } from "../core/errors.ts";
import { granted, handleError } from "./problem.ts";

const app = fastify();
afterEach(() => app.close());

test("a refusal says when to come back, in whole seconds and never too early", async () => {
  const refusals: Readonly<Record<string, Refusal>> = {
    "1": { ...refuse("rate_limited", "later"), retryAfterMs: 1 },
    "11520": { ...refuse("rate_limited", "tomorrow"), retryAfterMs: 11_519_001 },
    "7": { ...refuse("model_unavailable", "soon"), retryAfterMs: 7_000 },
  };
  app.setErrorHandler(handleError);
  app.get("/:case", (request) => granted(refusals[request.url.slice(1)] ?? null));
  app.get("/unsaid", () => granted(refuse("rate_limited", "some time")));
  app.get("/other", () => granted({ ...refuse("conflict", "never"), retryAfterMs: 9_000 }));

  const headerOf = async (path: string) => (await app.inject(path)).headers["retry-after"];
  for (const seconds of Object.keys(refusals)) expect(await headerOf(`/${seconds}`)).toBe(seconds);
  expect(await headerOf("/unsaid")).toBe("1");
  expect(await headerOf("/other")).toBeUndefined();
  expect((await app.inject("/7")).json()).not.toHaveProperty("retryAfterMs");
});
