import { answerByAll } from "./answerByAll.ts";
import { answerByOne } from "./answerByOne.ts";
import type { AnswerPart, Answer, Answering } from "./answering.ts";
import { analysed } from "./moderated.ts";

/**
 * Asks the models as the call's strategy says and yields the one answer that comes of it.
 * Throws the signal's reason when that aborts; its sockets are closed by then.
 */
export const answer: Answering = (deps, models, call, options, signal) => {
  const { lastResort, moderation } = options;
  const isSeveral = call.strategy === "parallel" && models.length > 1;
  const given = (isSeveral ? answerByAll : answerByOne)(deps, models, call, options, signal);
  const told =
    isSeveral || moderation.of !== "all" ? given : analysed(deps, given, models, { call, options, signal });
  return lastResort ? orElse(told, () => answerByOne(deps, [lastResort], call, options, signal)) : told;
};

/** Extracts only where nothing was said that the passages would contradict. */
async function* orElse(
  given: AsyncGenerator<AnswerPart, Answer>,
  extract: () => AsyncGenerator<AnswerPart, Answer>,
): AsyncGenerator<AnswerPart, Answer> {
  const ended = yield* given;
  if (ended.kind === "answered" || ended.text !== "") return ended;
  yield { type: "extracting" };
  return yield* extract();
}
