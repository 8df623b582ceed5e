import { turnEventSchemas } from "../contract/events.ts";
import type { Source } from "../contract/retrieval.ts";
import { admitQuestion } from "./answering/admitQuestion.ts";
import { citationFilter } from "./answering/citations.ts";
import { isRefusal } from "./errors.ts";
import { citedSources } from "./feedback/confidence.ts";
import type { AskQuestion, PhoneAnswer, Unanswered } from "./phone/askQuestion.ts";
import { passingTurn } from "./sessions/newTurn.ts";
import { openPassingJournal } from "./sessions/turnJournal.ts";
import type { ReadTurn, TurnLogDep } from "./sessions/turnLog.ts";
import type { RandomDep } from "./random.ts";
import type { TurnRunner } from "./turnRunner.ts";

type Deps = Parameters<typeof admitQuestion>[0] & RandomDep & TurnLogDep & { readonly runner: TurnRunner };

const topK = 5;

/** Asks a question of the phone channel as a turn outside any conversation: its exchange keeps it. */
export function askByTurn(deps: Deps): AskQuestion {
  return async ({ workspace, question, history, origin }) => {
    const asked = await admitQuestion(deps, workspace.value, {});
    if (isRefusal(asked)) return { unanswered: asked.refused, turnId: null };
    const turn = passingTurn(deps, workspace, { question, documentIds: null, topK, asked, history }, origin);
    return readAnswer(turn.id, await deps.runner.start(turn, openPassingJournal(deps, turn)));
  };
}

async function readAnswer(turnId: string, read: ReadTurn): Promise<PhoneAnswer | Unanswered> {
  let said = "";
  let found: readonly Source[] = [];
  for await (const batch of read(0, new AbortController().signal)) {
    for (const { event, data } of batch) {
      const value: unknown = JSON.parse(data);
      if (event === "chunk") said += turnEventSchemas.chunk.parse(value).content;
      else if (event === "sources") found = turnEventSchemas.sources.parse(value).sources;
      else if (event === "error") return { unanswered: turnEventSchemas.error.parse(value).error, turnId };
      else if (event === "done") return answerOf(turnId, said, found, turnEventSchemas.done.parse(value));
    }
  }
  return { unanswered: "interrupted", turnId };
}

function answerOf(
  turnId: string,
  said: string,
  found: readonly Source[],
  { metadata }: ReturnType<typeof turnEventSchemas.done.parse>,
): PhoneAnswer | Unanswered {
  const text = withoutMarks(said);
  if (metadata.outcome !== "completed") return { unanswered: "interrupted", turnId };
  if (text === "") return { unanswered: "model_unavailable", turnId };
  const cited = citedSources(said, found);
  return {
    turnId,
    text,
    // The built-in model says that there is no evidence in words of its own.
    isAnswered: metadata.model !== "extractive" || cited.length > 0,
    model: metadata.model ?? null,
    confidence: metadata.confidence?.value ?? 0,
    sources: [...new Set(cited.map(({ doc_name }) => doc_name))],
    sourceCount: new Set(cited.map(({ doc_id }) => doc_id)).size,
  };
}

/** On a phone there is nothing that `[S1]` could point to. */
function withoutMarks(text: string): string {
  const filter = citationFilter([]);
  return (filter.push(text) + filter.end()).trim();
}
