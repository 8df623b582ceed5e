import { turnEventSchemas } from "../../contract/events.ts";
import { admitQuestion } from "../../core/answering/admitQuestion.ts";
import { citationFilter } from "../../core/answering/citations.ts";
import { isRefusal } from "../../core/errors.ts";
import { citedSources, confidenceOf } from "../../core/feedback/confidence.ts";
import type { AskQuestion, PhoneAnswer, Unanswered } from "../../core/phone/askQuestion.ts";
import { passingTurn } from "../../core/sessions/newTurn.ts";
import type { Turn } from "../../core/sessions/turn.ts";
import { openPassingJournal } from "../../core/sessions/turnJournal.ts";
import type { ReadTurn } from "../../core/sessions/turnLog.ts";
import type { HttpDeps } from "../deps.ts";

const topK = 5;

/** Asks a question of the phone channel as a turn outside any conversation: its exchange keeps it. */
export function askByTurn(deps: HttpDeps): AskQuestion {
  return async ({ workspace, question, history, origin }) => {
    const asked = await admitQuestion(deps, workspace.value, {});
    if (isRefusal(asked)) return { unanswered: asked.refused, turnId: null };
    const turn = passingTurn(deps, workspace, { question, documentIds: null, topK, asked, history }, origin);
    return readAnswer(deps, turn, await deps.runner.start(turn, openPassingJournal(deps, turn)));
  };
}

async function readAnswer(deps: HttpDeps, turn: Turn, read: ReadTurn): Promise<PhoneAnswer | Unanswered> {
  const turnId = turn.id;
  const at = deps.clock.now();
  let said = "";
  let found: Parameters<typeof citedSources>[1] = [];
  for await (const batch of read(0, new AbortController().signal)) {
    for (const { event, data } of batch) {
      const value: unknown = JSON.parse(data);
      if (event === "chunk") said += turnEventSchemas.chunk.parse(value).content;
      else if (event === "sources") found = turnEventSchemas.sources.parse(value).sources;
      else if (event === "error") return { unanswered: turnEventSchemas.error.parse(value).error, turnId };
      else if (event === "done") {
        const { metadata } = turnEventSchemas.done.parse(value);
        const text = withoutMarks(said);
        if (metadata.outcome !== "completed") return { unanswered: "interrupted", turnId };
        if (text === "") return { unanswered: "model_unavailable", turnId };
        const cited = citedSources(said, found);
        const judged = { sources: [...found], finish_reason: metadata.finish_reason };
        return {
          turnId,
          text,
          model: metadata.model ?? null,
          confidence: confidenceOf(deps, {
            question: turn.question,
            text: said,
            at,
            outcome: metadata.outcome,
            metadata: judged,
          }).value,
          sources: [...new Set(cited.map(({ doc_name }) => doc_name))],
          sourceCount: new Set(cited.map(({ doc_id }) => doc_id)).size,
        };
      }
    }
  }
  return { unanswered: "interrupted", turnId };
}

/** On a phone there is nothing that `[S1]` could point to. */
function withoutMarks(text: string): string {
  const filter = citationFilter([]);
  return (filter.push(text) + filter.end()).trim();
}
