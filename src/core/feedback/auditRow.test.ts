import { expect, test } from "vitest";
import { measuredTurn } from "../../../test/ports/measuredTurn.ts";
import { admitted } from "../../../test/ports/admitted.ts";
import { secureRandom } from "../../adapters/system/secureRandom.ts";
import type { Source } from "../../contract/retrieval.ts";
import { analyse } from "../retrieval/textAnalysis.ts";
import { passingTurn } from "../sessions/newTurn.ts";
import { auditRow } from "./auditRow.ts";

const turn = passingTurn(
  { random: secureRandom },
  await admitted("w1", "query:ask"),
  { question: "¿Cuál es el plazo?", documentIds: null, topK: 5, asked: { models: [], strategy: "single" } },
  { locale: "es", channel: "ask", client: "curl/8" },
);
const measured = measuredTurn({ at: 5, totalMs: 900, firstContentMs: 100 });
const source = (n: number, doc_id: string): Source => ({
  n,
  doc_id,
  doc_name: "plazos.pdf",
  start: 0,
  end: 1,
  snippet: "El plazo es de treinta días.",
  score: 0.9,
  flagged: false,
});

test("an answer is entered with who had it, from which documents, and its first 200 characters", () => {
  const content = `El plazo es de treinta días [S1][S2]. ${"🙂".repeat(300)}`;
  const metadata = {
    model: "fast",
    finish_reason: "stop",
    sources: [source(1, "d1"), source(2, "d2"), source(3, "d3")],
  };
  const row = auditRow({ analyse }, turn, { outcome: "completed", message: { content, metadata } }, measured);
  expect(row).toMatchObject({
    workspaceId: "w1",
    id: turn.id,
    at: 5,
    channel: "ask",
    conversationId: turn.conversation.id,
    actor: "ana",
    phone: null,
    client: "curl/8",
    outcome: "completed",
    model: "fast",
    // Two documents of one name.
    sources: ["plazos.pdf"],
    sourceCount: 2,
    firstAnswerMs: 100,
    latencyMs: 900,
  });
  expect(Array.from(row.preview)).toHaveLength(200);
  expect(row.preview.startsWith("El plazo es de treinta días [S1][S2]. 🙂")).toBe(true);
});

test("a turn that broke before it had an ending is entered without an answer", () => {
  expect(auditRow({ analyse }, turn, null, measuredTurn({ outcome: "failed" }))).toMatchObject({
    outcome: "failed",
    model: null,
    confidence: 0,
    sources: [],
    preview: "",
    requiresVerification: true,
  });
});
