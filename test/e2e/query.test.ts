import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { interactionPageSchema, interactionSchema, queryResponseSchema } from "../../src/contract/query.ts";
import { problemSchema } from "../../src/contract/errors.ts";
import { eventually, openQueryHouse, query, savingBy, type QueryHouse } from "./queryHouse.ts";
import type { TestServer } from "./testServer.ts";

let house: QueryHouse;
beforeAll(async () => {
  house = await openQueryHouse();
});
afterAll(() => house.close());

const three = { a: "sim;say=warranty-1", b: "sim;say=warranty-2", c: "sim;say=warranty-3" };
const question = { user_prompt_text: "How long does the warranty of the panels last?", locale: "en" };
const ids = z.object({ items: z.array(z.looseObject({ id: z.string() })) });

async function asked(server: TestServer, body: object = question) {
  const response = await query(server, body);
  expect(response.status).toBe(200);
  return queryResponseSchema.parse(await response.json());
}

describe("a query of a project", () => {
  test("gives one answer of three, with what they share, where they differ and who said what", async () => {
    const server = await house.serve(
      { ...three, m: "sim;moderator=good" },
      "strategy: { order: [a, b, c] }\nmoderator: { models: [m] }\n",
    );
    const answer = await asked(server);

    expect(answer.moderator_quality).toBe("high");
    expect(answer.fallback_used).toBe(false);
    expect(answer.individual_responses.map(({ model, status }) => [model, status])).toEqual([
      ["a", "success"],
      ["b", "success"],
      ["c", "success"],
    ]);
    const textOf = new Map(answer.individual_responses.map((each) => [each.model, each.response_text]));
    for (const { quote, models } of answer.claims)
      expect(models.some((model) => textOf.get(model)?.includes(quote))).toBe(true);
    expect(answer.contradictions.length).toBeGreaterThan(0);
    expect(answer.usage.moderation?.output_tokens).toBeGreaterThan(0);
    expect(answer.cost_usd).toBeGreaterThan(0);
  });

  test("without a moderator model is made by rules, the same bytes twice", async () => {
    const server = await house.serve(three, "moderator: { models: [] }\n");
    const [first, second] = [await asked(server), await asked(server)];
    expect(first.synthesis_text).toBe(second.synthesis_text);
    expect(first.claims).toEqual(second.claims);
    expect(first.fallback_used).toBe(false);
    expect(first.usage.moderation).toBeNull();
    expect(first.synthesis_text.length).toBeGreaterThan(80);
  });

  test("goes on with the models that answer, and tells what the others failed of", async () => {
    const server = await house.serve(
      { a: three.a, b: "sim;status=500", c: three.c },
      "strategy: { retries: 0 }\nmoderator: { models: [] }\n",
    );
    const answer = await asked(server);
    const failed = answer.individual_responses.find(({ model }) => model === "b");
    expect(failed).toMatchObject({ status: "error", response_text: "", error: { category: "server_error" } });
    expect(answer.synthesis_text).not.toBe("");
  });

  test("of one model alone is that model's answer, of medium quality", async () => {
    const server = await house.serve({ a: three.a });
    const answer = await asked(server);
    expect(answer.moderator_quality).toBe("medium");
    expect(answer.fallback_used).toBe(false);
    expect(answer.synthesis_text).toBe(answer.individual_responses[0]?.response_text);
    expect(answer.claims.length).toBeGreaterThan(0);
  });

  test("that nobody answers is a 503, and is kept as failed", async () => {
    const server = await house.serve(
      { a: "sim;status=500", b: "sim;status=500" },
      "strategy: { retries: 0 }\n",
    );
    const response = await query(server, question);
    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(problemSchema.parse(await response.json()).code).toBe("model_unavailable");
    const page = await eventually(async () => {
      const listed = interactionPageSchema.parse(
        await (await server.fetch("/api/v1/projects/default/interactions")).json(),
      );
      return listed.total > 0 ? listed : null;
    });
    expect(page.items).toMatchObject([
      { moderator_quality: "failed", fallback_used: true, synthesis_preview: "" },
    ]);
  });

  test("that was answered before from the cache is told apart like any other", async () => {
    const server = await house.serve({ a: three.a }, "cache: { responses: {} }\n");
    const [first, second] = [await asked(server), await asked(server)];
    expect(second).toMatchObject({ moderator_quality: "medium", fallback_used: false });
    expect(second.claims).toEqual(first.claims);
    expect(second.individual_responses).toHaveLength(1);
  });

  test("gives passages of the documents where no model answers and that is configured", async () => {
    const server = await house.serve(
      { a: "sim;status=500", b: "sim;status=500" },
      "strategy: { retries: 0, on_model_failure: extract }\n",
    );
    const form = new FormData();
    const text = "The warranty of the panels lasts ten years from the date of purchase.";
    form.append("files", new Blob([text], { type: "text/plain" }), "warranty.txt");
    await server.fetch("/api/v1/projects/default/documents", { method: "POST", body: form });
    await eventually(async () => {
      const listed = await server.fetch("/api/v1/projects/default/documents?status=ready");
      return ids.parse(await listed.json()).items.length === 1 ? true : null;
    });
    const answer = await asked(server);
    expect(answer.synthesis_text).toContain("ten years");
    expect(answer.moderator_quality).toBe("medium");
    expect(answer.individual_responses.map(({ model, status }) => [model, status])).toEqual([
      ["a", "error"],
      ["b", "error"],
      ["extractive", "success"],
    ]);
  });

  test("streams each answer as it comes, then the text, then its synthesis", async () => {
    const server = await house.serve({ a: three.a, b: `${three.b};first=60` }, "moderator: { models: [] }\n");
    const response = await query(server, question, { accept: "text/event-stream" });
    const names = [...(await response.text()).matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
    expect(names).toEqual(["start", "answer", "answer", "chunk", "synthesis", "done"]);
  });

  test.each([
    [{ user_prompt_text: "" }, "user_prompt_text"],
    [{ user_prompt_text: "x".repeat(10_001) }, "user_prompt_text"],
    [{ ...question, temperature: 2.1 }, "temperature"],
    [{ ...question, max_tokens: 99 }, "max_tokens"],
    [{ ...question, conversation_mode: "old" }, "conversation_mode"],
    [{ ...question, providers: ["nobody"] }, "providers.0"],
  ])("refuses what is wrong with 400 and the field's name (%#: $1)", async (body, path) => {
    const server = await house.serve({ a: three.a });
    const response = await query(server, body);
    expect(response.status).toBe(400);
    const { code, errors } = problemSchema.parse(await response.json());
    expect(code).toBe("bad_request");
    expect(errors?.[0]?.path).toBe(path);
  });

  test("of an unknown project is a 404, and of one's own without the scope a 403", async () => {
    const server = await house.serve({ a: three.a });
    expect((await query(server, question, { project: crypto.randomUUID() })).status).toBe(404);
    const made = await server.fetch("/api/v1/keys", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "reader", role: "member", scopes: ["documents:read"] }),
    });
    const { key } = z.looseObject({ key: z.string() }).parse(await made.json());
    expect((await query(server, question, { key })).status).toBe(403);
  });
});

describe("an interaction", () => {
  test("is listed, read whole and deleted, by its asker alone", async () => {
    const server = await house.serve(three, "moderator: { models: [] }\n");
    const { interaction_event_id: id, synthesis_text } = await asked(server);
    const path = `/api/v1/projects/default/interactions/${id}`;
    const read = await eventually(async () => {
      const response = await server.fetch(path);
      return response.status === 200 ? interactionSchema.parse(await response.json()) : null;
    });
    expect(read).toMatchObject({ user_prompt_text: question.user_prompt_text, synthesis_text });

    const stranger = await server.fetch("/api/v1/keys", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "other", role: "admin" }),
    });
    const { key } = z.looseObject({ key: z.string() }).parse(await stranger.json());
    const headers = { authorization: `Bearer ${key}` };
    expect((await server.fetch(path, { headers })).status).toBe(404);
    expect((await server.fetch(path, { headers, method: "DELETE" })).status).toBe(404);
    expect(
      ids.parse(await (await server.fetch("/api/v1/projects/default/interactions", { headers })).json())
        .items,
    ).toEqual([]);

    expect((await server.fetch(path, { method: "DELETE" })).status).toBe(204);
    expect((await server.fetch(path)).status).toBe(404);
  });

  test("is paged, newest first", async () => {
    const server = await house.serve({ a: three.a });
    const made: string[] = [];
    for (const n of [1, 2, 3]) {
      const { interaction_event_id } = await asked(server, {
        ...question,
        user_prompt_text: `Question ${n}: how long?`,
      });
      made.unshift(interaction_event_id);
    }
    const pageOf = async (page: number) =>
      interactionPageSchema.parse(
        await (await server.fetch(`/api/v1/projects/default/interactions?page=${page}&per_page=2`)).json(),
      );
    await eventually(async () => ((await pageOf(1)).total === 3 ? true : null));
    expect((await pageOf(1)).items.map(({ id }) => id)).toEqual(made.slice(0, 2));
    expect((await pageOf(2)).items.map(({ id }) => id)).toEqual(made.slice(2));
    expect((await server.fetch("/api/v1/projects/default/interactions?per_page=101")).status).toBe(422);
  });

  test("is saved behind the answer: a store that does not answer holds nothing up", async () => {
    const gate = Promise.withResolvers<void>();
    const saving = Promise.withResolvers<void>();
    const override = savingBy(async (real, interaction) => {
      saving.resolve();
      await gate.promise;
      await real.save(interaction);
    });
    const server = await house.serve({ a: three.a }, "", override);
    const { interaction_event_id: id, synthesis_text } = await asked(server);
    expect(synthesis_text).not.toBe("");
    await saving.promise;
    const path = `/api/v1/projects/default/interactions/${id}`;
    expect((await server.fetch(path)).status).toBe(404);
    const state = z.looseObject({ status: z.string() });
    expect(state.parse(await (await server.fetch(`/api/v1/turns/${id}`)).json()).status).toBe("completed");
    gate.resolve();
    await eventually(async () => ((await server.fetch(path)).status === 200 ? true : null));
  });

  test("saves its synthesis as a document of the project where that is asked for", async () => {
    const server = await house.serve(three, "moderator: { models: [] }\n");
    await asked(server, { ...question, save_synthesis: true });
    const documents = z.object({
      items: z.array(z.looseObject({ name: z.string(), source_type: z.string(), status: z.string() })),
    });
    const kept = await eventually(async () => {
      const listed = documents.parse(
        await (await server.fetch("/api/v1/projects/default/documents?status=ready")).json(),
      );
      return listed.items[0] ?? null;
    });
    expect(kept).toMatchObject({
      name: `${question.user_prompt_text}.md`,
      source_type: "ai_synthesis",
    });
  });

  test("is remembered by the questions that point back to it, and by no other", async () => {
    const server = await house.serve({ a: three.a });
    const total = async () =>
      interactionPageSchema.parse(await (await server.fetch("/api/v1/projects/default/interactions")).json())
        .total;
    await asked(server);
    await eventually(async () => ((await total()) === 1 ? true : null));
    const messagesOf = async (mode: string, text: string) => {
      await asked(server, { ...question, conversation_mode: mode, user_prompt_text: text });
      const { messages } = z
        .looseObject({ messages: z.array(z.looseObject({ role: z.string() })) })
        .parse(house.simulator.calls().at(-1)?.body);
      return messages.filter(({ role }) => role === "user").length;
    };
    expect(await messagesOf("auto", "And the paint?")).toBe(2);
    expect(await messagesOf("auto", "Which colours are the panels sold in?")).toBe(1);
    expect(await messagesOf("new", "And the paint?")).toBe(1);
    await eventually(async () => ((await total()) === 4 ? true : null));
    expect(await messagesOf("continue", "Which colours are the panels sold in?")).toBe(4);
  });
});
