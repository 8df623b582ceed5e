import { describe, expect, test } from "vitest";
import {
  documentFailureCodes,
  documentStages,
  documentStatuses,
  sourceTypes,
} from "../../src/contract/documents.ts";
import { errorTable } from "../../src/contract/errors.ts";
import { attemptPhases, stepNames, turnEventSchemas, turnOutcomes } from "../../src/contract/events.ts";
import { en } from "../../src/contract/messages.en.ts";
import { es } from "../../src/contract/messages.es.ts";
import { roles, scopes } from "../../src/contract/keys.ts";
import { conversationModes } from "../../src/contract/common.ts";
import { queryResponseSchema } from "../../src/contract/query.ts";
import { moderatorQualities, synthesisMethods } from "../../src/contract/synthesis.ts";
import { environmentSchema, fileSchema } from "../../src/config.ts";

/** What the outside can see, written out: a change here is a change for every client. */
describe("the contract", () => {
  test("has these events in a turn", () => {
    expect(Object.keys(turnEventSchemas)).toEqual([
      "start",
      "system",
      "info",
      "warning",
      "sources",
      "chunk",
      "answer",
      "synthesis",
      "document_ready",
      "done",
      "error",
    ]);
    expect(stepNames).toEqual([
      "ingestion",
      "understanding",
      "retrieval",
      "answering",
      "moderation",
      "saving",
    ]);
    expect(turnOutcomes).toEqual(["completed", "failed", "cancelled", "interrupted"]);
  });

  test("has these errors, with their status and whether to try again", () => {
    const rows = Object.entries(errorTable).map(([code, { status, retryable }]) => [code, status, retryable]);
    expect(rows).toEqual([
      ["validation_error", 422, false],
      ["bad_request", 400, false],
      ["unauthorized", 401, false],
      ["forbidden", 403, false],
      ["not_found", 404, false],
      ["conflict", 409, false],
      ["payload_too_large", 413, false],
      ["unsupported_media", 415, false],
      ["rate_limited", 429, true],
      ["model_unavailable", 503, true],
      ["embedding_unavailable", 503, true],
      ["database_unavailable", 503, true],
      ["interrupted", 503, true],
      ["timeout", 504, true],
      ["internal", 500, false],
    ]);
  });

  test("has these states, failures and sources of a document", () => {
    expect(documentStatuses).toEqual(["uploading", "processing", "ready", "failed", "archived"]);
    expect(documentStages).toEqual(["parsing", "chunking", "indexing"]);
    expect(sourceTypes).toEqual(["upload", "ai_synthesis"]);
    expect(documentFailureCodes).toEqual([
      "encrypted",
      "malformed",
      "no_text",
      "too_large",
      "too_many_pages",
      "unsupported",
      "timeout",
      "out_of_memory",
      "embedding_failed",
      "internal",
    ]);
  });

  test("has these qualities, ways and phases of a synthesis, and these fields of a query's answer", () => {
    expect(moderatorQualities).toEqual(["high", "medium", "low", "failed"]);
    expect(synthesisMethods).toEqual(["model", "deterministic", "best_answer", "single_answer"]);
    expect(conversationModes).toEqual(["auto", "continue", "new"]);
    expect(attemptPhases).toEqual(["answer", "moderation", "understanding"]);
    expect(Object.keys(queryResponseSchema.shape)).toEqual([
      "interaction_event_id",
      "synthesis_text",
      "moderator_quality",
      "key_themes",
      "contradictions",
      "consensus_areas",
      "recommendations",
      "suggested_questions",
      "research_areas",
      "claims",
      "individual_responses",
      "context_info",
      "processing_time_ms",
      "timings",
      "created_at",
      "fallback_used",
      "cost_usd",
      "usage",
      "warnings",
    ]);
  });

  test("has these roles and scopes", () => {
    expect(roles).toEqual(["admin", "member", "service"]);
    expect(scopes).toEqual([
      "documents:create",
      "documents:read",
      "documents:delete",
      "query:search",
      "query:ask",
      "query:stream",
      "admin:metrics",
      "admin:health",
      "admin:config",
    ]);
  });

  test("keeps the Spanish texts", () => {
    expect(es.files_received).toBe("📄 Recibí: {names}. Procesando...");
    expect(es.file_received_pages).toBe("{name} ({pages} págs)");
    expect(es.file_failed).toBe("⚠️ No pude procesar {name}. Continuaré sin él.");
    expect(es.files_failed).toBe("⚠️ No pude procesar algunos archivos: {reason}. Continuaré sin ellos.");
    expect(es.documents_processing).toBe(
      "ℹ️ Tengo {n} documento(s) en procesamiento. Responderé sin ellos por ahora.",
    );
    expect(es.retrieval_failed).toBe(
      "⚠️ No pude acceder a los documentos. Respondo sin contexto documental.",
    );
    expect(es.no_evidence).toBe(
      "No hay evidencia suficiente en las fuentes. ¿Podés precisar más (keywords/fecha/documento)?",
    );
  });

  test("says everything in both languages with the same placeholders", () => {
    const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([found]) => found).toSorted();
    const inSpanish = Object.entries(es).map(([key, text]) => [key, placeholders(text)]);
    const inEnglish = Object.entries(en).map(([key, text]) => [key, placeholders(text)]);
    expect(Object.fromEntries(inEnglish)).toEqual(Object.fromEntries(inSpanish));
  });

  test("has these settings", () => {
    expect(Object.keys(environmentSchema.shape)).toEqual([
      "BATUTA_HOST",
      "BATUTA_PORT",
      "BATUTA_DATA",
      "BATUTA_CONFIG",
      "BATUTA_ADMIN_KEY",
      "BATUTA_LOG_LEVEL",
    ]);
    expect(fileSchema.parse({ ingestion: { parsers: 2 } })).toEqual({
      locale: "es",
      limits: {
        upload_mb: 50,
        turn_deadline_ms: 120_000,
        shutdown_grace_ms: 30_000,
        rate: {
          chat_process: { max: 10, windowMs: 60_000 },
          uploads: { max: 20, windowMs: 60_000 },
          questions: null,
          requests: null,
          failed_auth: { max: 30, windowMs: 60_000 },
        },
        quota: { bytes: null, documents: null },
      },
      server: {},
      cors: { origins: [] },
      audit: { keep_days: 365 },
      ingestion: { parsers: 2, parser_memory_mb: 512 },
      assistant_name: "Batuta",
      models: [],
      strategy: {
        default: "fallback",
        order: [],
        continueMidstream: true,
        retry: { retries: 2, baseMs: 250 },
        onModelFailure: "error",
        quorum: null,
        graceMs: 1_500,
        breaker: { failures: 5, window: 20, share: 0.5, halfOpenMs: 30_000 },
      },
      moderator: { timeout_ms: 30_000 },
      cache: {},
      budget: {},
      understanding: {},
      phone: { country: "UY", isPublic: false, workspaceId: null, sessionMs: 86_400_000 },
    });
    expect(Object.keys(fileSchema.shape)).toEqual([
      "locale",
      "limits",
      "server",
      "cors",
      "auth",
      "audit",
      "ingestion",
      "assistant_name",
      "models",
      "strategy",
      "moderator",
      "prompts",
      "cache",
      "budget",
      "embedder",
      "understanding",
      "assistant",
      "phone",
    ]);
  });
});
