import { afterAll, beforeAll, expect, test } from "vitest";
import { queryResponseSchema } from "../../../src/contract/query.ts";
import { openQueryHouse, query, type QueryHouse } from "../../e2e/queryHouse.ts";
import type { TestServer } from "../../e2e/testServer.ts";

/** How many of three models answer, whatever the moderator is like. */
const moderators = {
  good: "moderator=good",
  dead: "status=500",
  slow: "moderator=good;first=60000",
  "invalid JSON": "moderator=broken",
  "wrong schema": "moderator=wrong_schema",
  inventing: "moderator=invented",
  empty: "moderator=empty",
  "over-long": "moderator=too_long",
  repetitive: "moderator=repetitive",
  "full of disclaimers": "moderator=disclaimers",
} as const;
const passedOver = ["dead", "slow", "empty", "over-long", "repetitive", "full of disclaimers"];
const names = ["garantia-1", "garantia-2", "garantia-3"];

let house: QueryHouse;
let server: TestServer;
beforeAll(async () => {
  house = await openQueryHouse();
  const models = Object.fromEntries(names.map((name) => [name, name]));
  server = await house.serve(
    { ...models, m: "m" },
    `strategy: { order: [${names.join(", ")}], retries: 0, quorum: 3, breaker: { failures: 1000, share: 0 } }
moderator: { models: [m], timeout_ms: 1000 }
`,
  );
});
afterAll(() => house.close());

/** The first so many models answer; the rest are down. */
function ask(survivors: number, moderator: string): Promise<Response> {
  for (const [place, name] of names.entries())
    house.simulator.behave(name, place < survivors ? `say=${name}` : "status=500");
  house.simulator.behave("m", moderator);
  return query(server, { user_prompt_text: "¿Qué cubre la garantía de la caldera?", locale: "es" });
}

const kinds = Object.entries(moderators);

test.each(kinds)("nobody answers: 503, with a moderator that is %s and is not asked", async (_, keys) => {
  house.simulator.reset();
  expect((await ask(0, keys)).status).toBe(503);
  expect(house.simulator.calls().filter(({ model }) => model === "m")).toEqual([]);
});

test.each(kinds)(
  "one answers: it is given, with a moderator that is %s and is not asked",
  async (_, keys) => {
    house.simulator.reset();
    const answer = queryResponseSchema.parse(await (await ask(1, keys)).json());
    expect(answer).toMatchObject({ moderator_quality: "medium", fallback_used: false, contradictions: [] });
    expect(answer.synthesis_text).toBe(answer.individual_responses[0]?.response_text);
    expect(answer.individual_responses.map(({ status }) => status)).toEqual(["success", "error", "error"]);
    expect(house.simulator.calls().filter(({ model }) => model === "m")).toEqual([]);
  },
);

test.each(kinds)("two answer, with a moderator that is %s", async (kind, keys) => {
  const answer = queryResponseSchema.parse(await (await ask(2, keys)).json());
  expect(answer.fallback_used).toBe(passedOver.includes(kind));
  expect(answer.moderator_quality).not.toBe("failed");
  const texts = new Map(answer.individual_responses.map((each) => [each.model, each.response_text]));
  for (const { quote, models } of answer.claims)
    expect(models.some((model) => texts.get(model)?.includes(quote))).toBe(true);
  expect(answer.claims.length).toBeGreaterThan(0);
});
