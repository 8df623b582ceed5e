import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import { orchestrateResponseSchema } from "../../../src/contract/orchestrate.ts";
import type { TestServer } from "../../e2e/testServer.ts";
import { simulatedText } from "./asking.ts";
import { collect, outlineOf, post, startModelServer, startOf, textOf } from "./modelServer.ts";

/** What a fault looks like to those who ask over HTTP. */
interface Face {
  readonly keys: string;
  readonly as: string;
  /** Of the error, and with it the HTTP status. */
  readonly code: "model_unavailable" | "timeout";
  /** As the standard response has it. */
  readonly status: string;
  readonly tries: number;
  /** Words that came before. */
  readonly words: number;
}

const down = { code: "model_unavailable", tries: 3, words: 0 } as const;
const faces: Readonly<Record<string, Face>> = {
  refused: { ...down, keys: "fault=refuse", as: "network", status: "service_unavailable" },
  broken: { ...down, keys: "status=500", as: "server_error", status: "error" },
  page: { ...down, keys: "fault=html", as: "malformed", status: "error", tries: 1 },
  empty: { ...down, keys: "fault=empty", as: "empty", status: "error", tries: 1 },
  mute: {
    ...down,
    keys: "fault=role_stall",
    as: "first_token_timeout",
    status: "timeout",
    code: "timeout",
    tries: 1,
  },
  cut: { ...down, keys: "fault=cut;after=3", as: "truncated", status: "error", tries: 1, words: 3 },
  stalled: {
    ...down,
    keys: "fault=stall;after=3",
    as: "idle_timeout",
    status: "timeout",
    code: "timeout",
    tries: 1,
    words: 3,
  },
  error: {
    ...down,
    keys: "fault=error_event;after=3",
    as: "server_error",
    status: "error",
    tries: 1,
    words: 3,
  },
};

const text = simulatedText(6);
let simulator: Simulator;
let house: TestServer;

beforeAll(async () => {
  simulator = await createSimulator();
  const faulty = Object.entries(faces).map(([id, { keys }]) => [id, `tokens=6;${keys}`] as const);
  house = await startModelServer(simulator, {
    models: { ...Object.fromEntries(faulty), good: "tokens=6" },
  });
});

afterAll(async () => {
  await house.stop();
  await simulator.close();
});

const lastMessage = async (conversationId: string) =>
  (await house.client.conversations.messages(conversationId)).items.at(-1);

describe.concurrent.each(Object.entries(faces))(
  "a model that is %s",
  (id, { as, code, status, tries, words }) => {
    const failures = Array.from({ length: tries }, (_, n) => ({
      model: id,
      try: n + 1,
      outcome: "failed",
      failure: as,
    }));
    const attempts = [...failures, { model: "good", try: 1, outcome: "won" }];

    test("is replaced in a streamed turn, which says so once text was sent", async () => {
      const events = await collect(house.client.turns.chat({ message: "why?", models: [id, "good"] }));
      expect(textOf(events)).toBe(text);
      const switched = words > 0 ? ["info provider_switched"] : [];
      expect(outlineOf(events)).toEqual(["start", ...switched, "done"]);
      const done = events.at(-1);
      expect(done).toMatchObject({
        data: { metadata: { outcome: "completed", strategy: "fallback", model: "good", attempts } },
      });
      if (done?.event !== "done") return;
      const costs = done.data.metadata.attempts?.map(({ cost_usd }) => cost_usd ?? 0) ?? [];
      expect(done.data.cost_usd).toBeCloseTo(
        costs.reduce((sum, cost) => sum + cost, 0),
        12,
      );
      expect(costs.at(-1)).toBeGreaterThan(0);
      const kept = await lastMessage(startOf(events).conversation_id);
      const { cost_usd, usage } = done.data;
      expect(kept).toMatchObject({ content: text, metadata: { model: "good", attempts, cost_usd, usage } });
    });

    test("is replaced in a turn that answers as JSON", async () => {
      const response = await post(house, "/api/v1/chat", { message: "why?", models: [id, "good"] });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ content: text, metadata: { model: "good", attempts } });
    });

    test("alone ends a streamed turn in one error, and what was sent is kept", async () => {
      const events = await collect(house.client.turns.chat({ message: "why?", model: id }));
      expect(textOf(events)).toBe(simulatedText(words));
      expect(outlineOf(events)).toEqual(["start", `error ${code}`]);
      const error = events.at(-1);
      expect(error).toMatchObject({ data: { partial: words > 0, retryable: true } });
      const said = error?.event === "error" ? error.data.message : "";
      const kept = await lastMessage(startOf(events).conversation_id);
      const content = words > 0 ? simulatedText(words) : said;
      expect(kept).toMatchObject({
        content,
        metadata: { error: true, outcome: "failed", attempts: failures },
      });
    });

    test("alone is a problem where the turn answers as JSON", async () => {
      const response = await post(house, "/api/v1/chat", { message: "why?", model: id });
      expect(response.status).toBe(code === "timeout" ? 504 : 503);
      expect(await response.json()).toMatchObject({ code });
    });

    test("is replaced in an orchestrated answer, and alone tells its status", async () => {
      const ask = (providers: readonly string[]) =>
        post(house, "/api/v1/orchestrate", { user_question: "why?", providers, strategy: "fallback" });
      const replaced = await ask([id, "good"]);
      expect(await replaced.json()).toMatchObject({
        status: "success",
        model: "good",
        response_text: text,
        attempts,
      });
      const alone = await ask([id]);
      expect(alone.status).toBe(200);
      expect(await alone.json()).toMatchObject({
        status,
        model: id,
        response_text: simulatedText(words),
        error: { category: as },
        attempts: failures,
      });
    });

    test("has its own entry in a parallel answer", async () => {
      const body = { user_question: "why?", providers: [id, "good"], strategy: "parallel" };
      const response = await post(house, "/api/v1/orchestrate", body);
      const answer = orchestrateResponseSchema.parse(await response.json());
      const items = "items" in answer ? answer.items : [];
      expect(items.length).toBe(2);
      expect(items).toContainEqual(
        expect.objectContaining({ model: id, status, response_text: simulatedText(words) }),
      );
      expect(items).toContainEqual(
        expect.objectContaining({ model: "good", status: "success", response_text: text }),
      );
    });
  },
);
