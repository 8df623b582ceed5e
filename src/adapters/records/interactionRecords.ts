import * as z from "zod";
import { conversationModes } from "../../contract/common.ts";
import { queryResponseSchema } from "../../contract/query.ts";
import { moderatorQualities } from "../../contract/synthesis.ts";
import { AppError } from "../../core/errors.ts";
import { preview } from "../../core/preview.ts";
import type { Interaction, InteractionRecords, InteractionSummary } from "../../core/sessions/interaction.ts";
import type { Database } from "./database.ts";
import type { InteractionTable } from "./schema.ts";
import { selectedValues, type TypedColumns } from "./selectedValues.ts";

export function createInteractionRecords({ database }: { readonly database: Database }): InteractionRecords {
  const { query } = database;

  const liveWorkspace = (id: string) =>
    query.selectFrom("workspaces").where("workspace_id", "=", id).where("archived_at", "is", null);
  const interactionsOf = (workspaceId: string) =>
    query.selectFrom("interactions").where("workspace_id", "=", workspaceId);
  const newestOf = (workspaceId: string, actor: string) =>
    interactionsOf(workspaceId)
      .where("actor", "=", actor)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc");

  return {
    async save(interaction) {
      const { workspaceId } = interaction;
      const row = rowOf(interaction);
      const [, { rows }] = await database.batch([
        query
          .insertInto("interactions")
          .columns(typedColumns.map(([column]) => column))
          .expression(
            liveWorkspace(workspaceId).select(
              selectedValues<InteractionTable>(typedColumns, (name) => row[name]),
            ),
          )
          .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doNothing()),
        liveWorkspace(workspaceId).select("workspace_id"),
      ]);
      if (rows.length === 0) throw new AppError("not_found", "The workspace is gone", { retryable: false });
    },

    async find(workspaceId, id) {
      const row = await interactionsOf(workspaceId).selectAll().where("id", "=", id).executeTakeFirst();
      return row ? interactionOf(row) : null;
    },

    async list(workspaceId, actor, { page, perPage }) {
      const [{ rows }, count] = await database.batch([
        newestOf(workspaceId, actor)
          .select([
            "id",
            "quality",
            "fallback_used",
            "processing_ms",
            "created_at",
            "question_preview",
            "synthesis_preview",
          ])
          .limit(perPage)
          .offset((page - 1) * perPage),
        interactionsOf(workspaceId)
          .where("actor", "=", actor)
          .select(({ fn }) => fn.countAll<number>().as("total")),
      ]);
      return { items: rows.map(summaryOf), total: count.rows[0]?.total ?? 0 };
    },

    async remove(workspaceId, id) {
      const { numDeletedRows } = await query
        .deleteFrom("interactions")
        .where("workspace_id", "=", workspaceId)
        .where("id", "=", id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async said(workspaceId, actor, limit) {
      const rows = await newestOf(workspaceId, actor)
        .select(["question", "answer"])
        // A question without an answer would leave an empty message, which models refuse.
        .where("synthesis_preview", "<>", "")
        .limit(limit)
        .execute();
      return rows.toReversed().flatMap(({ question, answer }) => [
        { role: "user" as const, content: question },
        { role: "assistant" as const, content: storedText.parse(JSON.parse(answer)).synthesis_text },
      ]);
    },
  };
}

function rowOf({ answer, ...interaction }: Interaction): InteractionTable {
  return {
    workspace_id: interaction.workspaceId,
    id: interaction.id,
    actor: interaction.actor,
    mode: interaction.mode,
    quality: answer.moderator_quality,
    fallback_used: answer.fallback_used ? 1 : 0,
    processing_ms: answer.processing_time_ms,
    created_at: interaction.createdAt,
    question_preview: preview(interaction.question),
    synthesis_preview: preview(answer.synthesis_text),
    question: interaction.question,
    answer: JSON.stringify(answer),
  };
}

const typedColumns = [
  ["workspace_id", "text"],
  ["id", "text"],
  ["actor", "text"],
  ["mode", "text"],
  ["quality", "text"],
  ["fallback_used", "integer"],
  ["processing_ms", "double precision"],
  ["created_at", "bigint"],
  ["question_preview", "text"],
  ["synthesis_preview", "text"],
  ["question", "text"],
  ["answer", "text"],
] as const satisfies TypedColumns<InteractionTable>;

const storedMode = z.enum(conversationModes);
const storedQuality = z.enum(moderatorQualities);
/** All that a later question needs of an answer, so that an older one does not stand in its way. */
const storedText = queryResponseSchema.pick({ synthesis_text: true });

function interactionOf(row: InteractionTable): Interaction {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    actor: row.actor,
    question: row.question,
    mode: storedMode.parse(row.mode),
    answer: queryResponseSchema.parse(JSON.parse(row.answer)),
    createdAt: row.created_at,
  };
}

function summaryOf(row: Omit<InteractionTable, "workspace_id" | "actor" | "mode" | "question" | "answer">) {
  return {
    id: row.id,
    question: row.question_preview,
    synthesis: row.synthesis_preview,
    quality: storedQuality.parse(row.quality),
    fallbackUsed: row.fallback_used === 1,
    processingMs: row.processing_ms,
    createdAt: row.created_at,
  } satisfies InteractionSummary;
}
