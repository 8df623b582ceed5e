import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { proseByName } from "../../../simulator/prose.ts";
import { queryResponseSchema, type QueryResponse } from "../../../src/contract/query.ts";
import { openQueryHouse, query, type QueryHouse } from "../../e2e/queryHouse.ts";
import type { TestServer } from "../../e2e/testServer.ts";

/** A moderator by its simulator's keys, and why it is passed over; its quality where it is not. */
const usable: Readonly<Record<string, { keys: string; quality: string; contradictions: number }>> = {
  "writes well": { keys: "moderator=good", quality: "high", contradictions: 1 },
  "writes prose instead of JSON": { keys: "moderator=plain", quality: "low", contradictions: 0 },
  "puts its JSON into a fence": { keys: "moderator=fenced", quality: "high", contradictions: 1 },
  "is cut off in mid-string": { keys: "moderator=truncated", quality: "high", contradictions: 1 },
  "writes broken JSON": { keys: "moderator=broken", quality: "high", contradictions: 1 },
  "has a schema of its own": { keys: "moderator=wrong_schema", quality: "medium", contradictions: 0 },
  "quotes what nobody said": { keys: "moderator=invented", quality: "high", contradictions: 0 },
};
const useless: Readonly<Record<string, { keys: string; reason: string }>> = {
  "has nothing to say": { keys: "moderator=empty", reason: "empty" },
  "writes too little": { keys: "moderator=too_short", reason: "too_short" },
  "writes too much": { keys: "moderator=too_long", reason: "too_long" },
  "repeats itself": { keys: "moderator=repetitive", reason: "repetitive" },
  "excuses itself": { keys: "moderator=disclaimers", reason: "disclaimers" },
  "leaves the text out": { keys: "moderator=no_text", reason: "unreadable" },
  "answers without content": { keys: "fault=empty", reason: "empty" },
  "is down": { keys: "status=500", reason: "server_error" },
  "cannot be reached": { keys: "fault=refuse", reason: "network" },
  "breaks off": { keys: "moderator=good;fault=cut;after=20", reason: "truncated" },
  hangs: { keys: "fault=hang_headers", reason: "total_timeout" },
};

const names = ["warranty-1", "warranty-2", "warranty-3"];
const texts = new Map(names.map((name) => [name, proseByName.get(name) ?? ""]));
/** More than a busy machine needs for a reply that comes at once. */
const timeoutMs = 2_000;
const settings = `strategy: { order: [${names.join(", ")}], retries: 0, breaker: { failures: 1000, share: 0 } }
moderator: { models: [first, second], timeout_ms: ${timeoutMs} }
`;
let house: QueryHouse;
let server: TestServer;
beforeAll(async () => {
  house = await openQueryHouse();
  const answering = Object.fromEntries(names.map((name) => [name, `sim;say=${name}`]));
  server = await house.serve({ ...answering, first: "first", second: "second" }, settings);
});
afterAll(() => house.close());

async function asked(first: string, second: string): Promise<QueryResponse> {
  house.simulator.behave("first", first);
  house.simulator.behave("second", second);
  const body = { user_prompt_text: "How long is the warranty of the solar panels?", locale: "en" };
  return queryResponseSchema.parse(await (await query(server, body)).json());
}

const reasons = ({ warnings }: QueryResponse) => warnings.map(({ step, code }) => [step, code]);

/** Whoever wrote it: the answers' own text, everything quoted from the model that is named. */
function expectSound({ synthesis_text, claims, contradictions, individual_responses }: QueryResponse): void {
  expect(individual_responses.map(({ model, response_text }) => [model, response_text])).toEqual([...texts]);
  expect(synthesis_text).toContain("10 years");
  expect(synthesis_text).toContain("12 years");
  expect(claims.length).toBeGreaterThan(0);
  const quoted = [...claims, ...contradictions.flatMap(({ stances }) => stances)];
  for (const { quote, models } of quoted)
    expect(models.some((model) => texts.get(model)?.includes(quote))).toBe(true);
}

describe.each(Object.entries(usable))("a moderator that %s", (_, { keys, quality, contradictions }) => {
  test("is heard, and the other one is not asked", async () => {
    const answer = await asked(keys, "fault=hang_headers");
    expect(answer).toMatchObject({ moderator_quality: quality, fallback_used: false, warnings: [] });
    expect(answer.contradictions).toHaveLength(contradictions);
    expectSound(answer);
  });
});

describe.each(Object.entries(useless))("a moderator that %s", (_, { keys, reason }) => {
  test("gives way to the second, with a warning", async () => {
    const answer = await asked(keys, "moderator=good");
    expect(answer).toMatchObject({ moderator_quality: "high", fallback_used: true });
    expect(reasons(answer)).toEqual([["moderation", reason]]);
    expectSound(answer);
  });

  test("gives way to rules when the second is down", async () => {
    const answer = await asked(keys, "status=500");
    expect(answer.fallback_used).toBe(true);
    expect(["high", "medium", "low"]).toContain(answer.moderator_quality);
    expect(reasons(answer)).toEqual([
      ["moderation", reason],
      ["moderation", "server_error"],
    ]);
    expectSound(answer);
  });
});

test("a hanging moderator is called off when its time is over", async () => {
  house.simulator.reset();
  await asked("fault=hang_headers", "moderator=good");
  const call = house.simulator.calls().find(({ model }) => model === "first");
  expect(call?.endedBy).toBe("client");
  expect(call?.abortedAfterMs).toBeGreaterThan(timeoutMs * 0.9);
});

test("every moderator's call is counted, also of one that is passed over", async () => {
  const { usage: one } = await asked("moderator=good", "moderator=good");
  const { usage: both } = await asked("moderator=too_short", "moderator=good");
  expect(both.moderation?.input_tokens).toBe(2 * (one.moderation?.input_tokens ?? Number.NaN));
  expect(both.moderation?.output_tokens).toBeGreaterThan(1.5 * (one.moderation?.output_tokens ?? 0));
});
