import type { ClockDep } from "../clock.ts";
import type { DigestDep } from "../access/keys.ts";
import type { Answer, AnswerPart } from "./answering.ts";
import type { Call } from "./call.ts";
import type { Model } from "./model.ts";
import {
  cacheable,
  piecesOf,
  responseKey,
  type ResponseCache,
  type ResponseCacheDep,
  type ResponseKeyParts,
} from "./responseCache.ts";
import { noUsage } from "./tokenUsage.ts";

export type CachedAnswerDeps = ResponseCacheDep & DigestDep & ClockDep;

/**
 * The answer that the same question got before, streamed as any other; else the one that `ask` gives, which is
 * remembered when it is whole. `promptHashes` are the models', in their order.
 */
export function answerOrCached(
  deps: CachedAnswerDeps,
  models: readonly Model[],
  call: Call,
  promptHashes: () => readonly string[],
  ask: () => AsyncGenerator<AnswerPart, Answer>,
): AsyncGenerator<AnswerPart, Answer> {
  const { responseCache: cache } = deps;
  const [first] = models;
  return cache && first
    ? lookedUp(deps, cache, models, keyParts(models, first, call, promptHashes()), ask)
    : ask();
}

async function* lookedUp(
  deps: CachedAnswerDeps,
  cache: ResponseCache,
  models: readonly Model[],
  parts: ResponseKeyParts,
  ask: () => AsyncGenerator<AnswerPart, Answer>,
): AsyncGenerator<AnswerPart, Answer> {
  const key = responseKey(parts, deps);
  const known = await cache.get(key);
  const author = known && models.find(({ id }) => id === known.modelId);
  if (known && author) {
    yield { type: "cached" };
    for (const text of piecesOf(known.text)) yield { type: "text", text };
    const { text, cited } = known;
    return { kind: "answered", text, model: author, usage: noUsage, reason: "stop", cited, cached: true };
  }
  const given = yield* ask();
  const isOne = given.kind === "answered" && given.voices === undefined;
  if (isOne && models.some(({ id }) => id === given.model.id)) {
    const { model, ...rest } = given;
    const kept = cacheable({
      ...rest,
      modelId: model.id,
      provider: model.provider,
      createdAt: deps.clock.now(),
    });
    if (kept) await cache.set(key, kept);
  }
  return given;
}

/** The evidence stands apart from the prompt: its delimiters differ from turn to turn. */
function keyParts(
  models: readonly Model[],
  first: Model,
  { workspaceId, strategy, requestFor }: Call,
  promptHashes: readonly string[],
): ResponseKeyParts {
  const { evidence, locale } = requestFor(first);
  const requests = models.map((model) => {
    const { messages, ...parameters } = requestFor(model);
    return {
      messages: evidence.length === 0 ? messages : messages.filter(({ role }) => role !== "system"),
      parameters,
    };
  });
  return {
    workspaceId,
    strategy,
    modelIds: models.map(({ id }) => id),
    locale,
    requests,
    evidence,
    promptHashes,
  };
}
