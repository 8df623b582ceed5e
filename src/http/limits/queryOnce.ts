import type { FastifyRequest } from "fastify";
import type { QueryResponse } from "../../contract/query.ts";
import type { Authorized } from "../../core/access/authorized.ts";
import type { Workspace } from "../../core/access/workspace.ts";
import { refuse, type Refusal } from "../../core/errors.ts";
import type { LoggedEvent } from "../../core/sessions/turn.ts";
import type { ReadTurn } from "../../core/sessions/turnLog.ts";
import type { HttpDeps } from "../deps.ts";
import { idempotent, type Operation } from "./idempotent.ts";

/** A query under way or over: its events, and what it came to, null before its end and when it came to nothing. */
export interface AskedQuery {
  readonly read: ReadTurn;
  readonly response: () => Promise<QueryResponse | null>;
}

/**
 * Starts a query under the given id, once for all requests with one `Idempotency-Key`. While it runs the others read the
 * same events; after it, what was saved of it: its text as one `chunk`, and `done`.
 */
export function queryOnce(
  deps: HttpDeps,
  request: FastifyRequest,
  workspace: Authorized<Workspace, "query:ask" | "query:stream">,
  operation: Operation,
  start: (turnId: string) => Promise<AskedQuery>,
): Promise<AskedQuery> {
  const saved = async (turnId: string) => {
    await deps.runner.kept(turnId);
    return (await deps.interactions.find(workspace.value.id, turnId))?.answer ?? null;
  };
  const again = async (turnId: string): Promise<AskedQuery | Refusal | null> => {
    const live = deps.turnLog.find(turnId);
    if (live) return { read: live, response: () => saved(turnId) };
    const answer = await saved(turnId);
    if (!answer) return null;
    if (answer.moderator_quality === "failed" && answer.synthesis_text === "")
      return refuse("model_unavailable", "No model could answer this query.");
    return { read: () => told(answer), response: async () => answer };
  };
  return idempotent<AskedQuery>(deps, request, workspace, operation, {
    ids: () => [deps.random.id()],
    async run([turnId = ""], isRepeat) {
      return (isRepeat ? await again(turnId) : null) ?? start(turnId);
    },
    remembered: () => null,
    // One that its process did not live to save is asked again.
    async repeat([turnId = ""]) {
      return (await again(turnId)) ?? start(turnId);
    },
  });
}

async function* told(answer: QueryResponse): AsyncGenerator<readonly LoggedEvent[]> {
  const done = {
    message_id: answer.interaction_event_id,
    usage: answer.usage.answers,
    ...(answer.cost_usd !== null && { cost_usd: answer.cost_usd }),
    documents_used: [...new Set(answer.context_info?.sources.map(({ doc_name }) => doc_name))],
    metadata: { outcome: "completed" },
  };
  yield [
    { seq: 1, event: "chunk", data: JSON.stringify({ content: answer.synthesis_text }) },
    { seq: 2, event: "done", data: JSON.stringify(done) },
  ];
}
