import { answerByAll } from "./answerByAll.ts";
import { answerByOne } from "./answerByOne.ts";
import type { AnswerPart, Answer, Answering } from "./answering.ts";

/**
 * Asks the models as the call's strategy says and yields the one answer that comes of it.
 * Throws the signal's reason when that aborts; its sockets are closed by then.
 */
export const answer: Answering = (deps, models, call, options, signal) => {
  const by = call.strategy === "parallel" && models.length > 1 ? answerByAll : answerByOne;
  const given = by(deps, models, call, options, signal);
  const { lastResort } = options;
  return lastResort ? orElse(given, () => answerByOne(deps, [lastResort], call, options, signal)) : given;
};

/** Extracts only where nothing was said that the passages would contradict. */
async function* orElse(
  given: AsyncGenerator<AnswerPart, Answer>,
  extract: () => AsyncGenerator<AnswerPart, Answer>,
): AsyncGenerator<AnswerPart, Answer> {
  const ended = yield* given;
  if (ended.kind === "answered" || ended.text !== "") return ended;
  yield { type: "extracting" };
  const extracted = yield* extract();
  return ended.voices ? { ...extracted, voices: ended.voices } : extracted;
}
