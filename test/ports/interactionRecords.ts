import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createInteractionRecords } from "../../src/adapters/records/interactionRecords.ts";
import { createWorkspaceRecords } from "../../src/adapters/records/workspaceRecords.ts";
import type { QueryResponse } from "../../src/contract/query.ts";
import type { WorkspaceRecords } from "../../src/core/access/workspace.ts";
import type { Interaction, InteractionRecords } from "../../src/core/sessions/interaction.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

const firstPage = { page: 1, perPage: 20 };

/** What interaction records promise, on any engine. */
export function interactionRecordsSuite(engine: string, open: OpenRecords): void {
  describe(`interactions on ${engine}`, () => {
    let house: RecordsHouse;
    let interactions: InteractionRecords;
    let workspaces: WorkspaceRecords;
    beforeEach(async () => {
      house = await open();
      interactions = createInteractionRecords(house);
      workspaces = createWorkspaceRecords(house);
      for (const id of ["w", "v"])
        await workspaces.create(id, "ana", {
          name: id,
          description: "",
          visibility: "private",
          settings: { grounding: "open" },
        });
    });
    afterEach(() => house.remove());

    const interactionOf = (
      changes: Partial<Interaction> = {},
      answer: Partial<QueryResponse> = {},
    ): Interaction => {
      const id = house.random.id();
      return {
        workspaceId: "w",
        id,
        actor: "ana",
        question: "¿Cuánto pesa la puerta?",
        mode: "auto",
        answer: { ...answerOf(id), ...answer },
        createdAt: house.clock.now(),
        ...changes,
      };
    };
    /** Saved one millisecond after the one before. */
    const saved = async (changes: Partial<Interaction> = {}, answer: Partial<QueryResponse> = {}) => {
      house.clock.advance(1);
      const interaction = interactionOf(changes, answer);
      await interactions.save(interaction);
      return interaction;
    };
    const idsOf = async (page: number, perPage: number) => {
      const { items, total } = await interactions.list("w", "ana", { page, perPage });
      return { ids: items.map(({ id }) => id), total };
    };

    test("an interaction is read back as it was", async () => {
      const interaction = await saved({ mode: "continue" }, { synthesis_text: 'Pesa «80 kg» 🎺 "[S1]"' });
      expect(await interactions.find("w", interaction.id)).toEqual(interaction);
      expect(await interactions.find("v", interaction.id)).toBeNull();
      expect(await interactions.find("w", house.random.id())).toBeNull();
    });

    test("a list shows what an interaction came to", async () => {
      const { id, createdAt } = await saved(
        {},
        {
          synthesis_text: "Pesa 80 kg.",
          moderator_quality: "low",
          fallback_used: true,
          processing_time_ms: 12.5,
        },
      );
      expect(await interactions.list("w", "ana", firstPage)).toEqual({
        total: 1,
        items: [
          {
            id,
            question: "¿Cuánto pesa la puerta?",
            synthesis: "Pesa 80 kg.",
            quality: "low",
            fallbackUsed: true,
            processingMs: 12.5,
            createdAt,
          },
        ],
      });
    });

    test("saving again, or twice at once, leaves one row with what was saved first", async () => {
      const first = interactionOf();
      const again = { ...first, question: "other", actor: "bea" };
      await Promise.all([interactions.save(first), interactions.save(first)]);
      await Promise.all([interactions.save(again), interactions.save(again)]);
      expect(await interactions.list("w", "ana", firstPage)).toMatchObject({ total: 1 });
      expect(await interactions.list("w", "bea", firstPage)).toEqual({ items: [], total: 0 });
      expect(await interactions.find("w", first.id)).toEqual(first);
    });

    test("the same id in another workspace is another interaction", async () => {
      const one = await saved();
      const other = { ...one, workspaceId: "v", question: "other" };
      await interactions.save(other);
      expect(await interactions.find("w", one.id)).toEqual(one);
      expect(await interactions.find("v", one.id)).toEqual(other);
    });

    test("a workspace that is archived or was never there takes none, and nothing is left of the try", async () => {
      const gone = { code: "not_found", retryable: false };
      const kept = await saved();
      const later = interactionOf();
      const nowhere = interactionOf({ workspaceId: "nowhere" });
      await workspaces.archive("w");
      await expect(interactions.save(later)).rejects.toMatchObject(gone);
      await expect(interactions.save(nowhere)).rejects.toMatchObject(gone);
      expect(await interactions.find("w", later.id)).toBeNull();
      expect(await interactions.find("nowhere", nowhere.id)).toBeNull();
      expect(await interactions.find("w", kept.id)).toEqual(kept);
    });

    test("pages show the newest first, with the total of all of them", async () => {
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) ids.unshift((await saved()).id);
      expect(await idsOf(1, 2)).toEqual({ ids: ids.slice(0, 2), total: 5 });
      expect(await idsOf(2, 2)).toEqual({ ids: ids.slice(2, 4), total: 5 });
      expect(await idsOf(3, 2)).toEqual({ ids: ids.slice(4), total: 5 });
      expect(await idsOf(4, 2)).toEqual({ ids: [], total: 5 });
    });

    test("of the same millisecond the later id is the newer one", async () => {
      const made = [interactionOf(), interactionOf(), interactionOf()];
      for (const interaction of made.toReversed()) await interactions.save(interaction);
      expect((await idsOf(1, 9)).ids).toEqual(made.map(({ id }) => id).toReversed());
    });

    test("neither another actor's nor another workspace's are seen or counted", async () => {
      const own = await saved();
      await saved({ actor: "bea" });
      await saved({ workspaceId: "v" });
      expect(await idsOf(1, 9)).toEqual({ ids: [own.id], total: 1 });
      expect(await interactions.said("w", "ana", 9)).toHaveLength(2);
    });

    test("previews are the first 200 characters and never half of one", async () => {
      await saved({ question: `${"a".repeat(199)}🎺b` }, { synthesis_text: `x${"🎺".repeat(300)}` });
      await saved({ question: "ñ".repeat(200) }, { synthesis_text: `${"b".repeat(200)}c` });
      const { items } = await interactions.list("w", "ana", firstPage);
      expect(items.map(({ question, synthesis }) => [question, synthesis])).toEqual([
        ["ñ".repeat(200), "b".repeat(200)],
        [`${"a".repeat(199)}🎺`, `x${"🎺".repeat(199)}`],
      ]);
    });

    test("an answer that can be read no more breaks itself alone, not the list", async () => {
      const old = await saved();
      const { id } = await saved();
      await house.database.query
        .updateTable("interactions")
        .set({ answer: JSON.stringify({ synthesis_text: "Pesaba 80 kg." }) })
        .where("id", "=", old.id)
        .execute();
      expect(await idsOf(1, 9)).toEqual({ ids: [id, old.id], total: 2 });
      await expect(interactions.find("w", old.id)).rejects.toThrow("moderator_quality");
      expect((await interactions.said("w", "ana", 9))[1]).toEqual({
        role: "assistant",
        content: "Pesaba 80 kg.",
      });
    });

    test("removing says whether there was one", async () => {
      const kept = await saved();
      const { id } = await saved();
      expect(await interactions.remove("v", id)).toBe(false);
      expect(await interactions.remove("w", id)).toBe(true);
      expect(await interactions.remove("w", id)).toBe(false);
      expect(await interactions.find("w", id)).toBeNull();
      expect(await idsOf(1, 9)).toEqual({ ids: [kept.id], total: 1 });
    });

    test("what was said is the newest questions with their whole answers, oldest first", async () => {
      const long = "🎺".repeat(2_000);
      await saved({ question: "one" }, { synthesis_text: "1" });
      await saved({ question: "two" }, { synthesis_text: long });
      await saved({ question: "three", actor: "bea" }, { synthesis_text: "3" });
      await saved({ question: "four" }, { synthesis_text: "4" });
      expect(await interactions.said("w", "ana", 2)).toEqual([
        { role: "user", content: "two" },
        { role: "assistant", content: long },
        { role: "user", content: "four" },
        { role: "assistant", content: "4" },
      ]);
      expect(await interactions.said("w", "ana", 9)).toHaveLength(6);
      expect(await interactions.said("v", "ana", 9)).toEqual([]);
    });

    test("a question that nothing was answered to is not said", async () => {
      await saved({ question: "one" }, { synthesis_text: "1" });
      await saved({ question: "two" }, { synthesis_text: "", moderator_quality: "failed" });
      expect(await interactions.said("w", "ana", 1)).toEqual([
        { role: "user", content: "one" },
        { role: "assistant", content: "1" },
      ]);
      expect((await idsOf(1, 9)).total).toBe(2);
    });
  });
}

function answerOf(id: string): QueryResponse {
  const usage = { input_tokens: 9, output_tokens: 4, cached_tokens: 3, estimated: false };
  const source = { n: 1, doc_id: id, doc_name: "Guía.pdf", page: 2, start: 5, end: 9, snippet: "80 kg" };
  const stance = { quote: "80 kg", sources: [1] };
  return {
    interaction_event_id: id,
    synthesis_text: "Pesa 80 kg. [S1]",
    moderator_quality: "high",
    fallback_used: false,
    key_themes: ["peso"],
    contradictions: [
      {
        topic: "peso",
        stances: [
          { ...stance, models: ["fast"], evidence: "supports" },
          { ...stance, models: ["slow"], evidence: "contradicts" },
        ],
      },
    ],
    consensus_areas: [],
    recommendations: ["Pesarla."],
    suggested_questions: [],
    research_areas: [],
    claims: [{ text: "Pesa 80 kg.", models: ["fast"], quote: "80 kg", sources: [1] }],
    individual_responses: [
      {
        ia_provider_name: "openai",
        model: "fast",
        response_text: "80 kg",
        status: "success",
        latency_ms: 40.5,
        ttft_ms: null,
        error_message: null,
        error: null,
        usage,
        cost_usd: null,
        attempts: [
          { model: "fast", provider: "openai", phase: "answer", try: 1, outcome: "won", latency_ms: 40.5 },
        ],
        metadata: { strategy: "parallel", finish_reason: "stop" },
      },
    ],
    context_info: {
      chunks_found: 5,
      chunks_used: 1,
      context_tokens: 20,
      token_limit: 4_000,
      was_truncated: false,
      top_k: 5,
      similarity_threshold: 0,
      sources: [{ ...source, score: 0.5, flagged: false }],
    },
    processing_time_ms: 100.5,
    timings: {
      context_retrieval_time_ms: 1.5,
      ai_orchestration_time_ms: 80,
      moderator_synthesis_time_ms: 15,
      total_processing_time_ms: 100.5,
    },
    created_at: "2026-03-01T10:00:00.000Z",
    cost_usd: 0.000_2,
    usage: { answers: usage, moderation: null },
    warnings: [{ message: "Lento", step: "moderation", code: "moderator_failed" }],
  };
}
