import { createMemoryCache } from "../adapters/cache/memoryCache.ts";
import { createEmbedder } from "../adapters/embeddings/createEmbedder.ts";
import { httpFailure } from "../adapters/models/httpFailure.ts";
import { createModels } from "../adapters/models/createModels.ts";
import { createHttpPool, type HttpPool } from "../adapters/models/httpPool.ts";
import { problemsError, unknownModels, type Config } from "../config.ts";
import { sha256 } from "../adapters/system/secureRandom.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { DigestDep } from "../core/access/keys.ts";
import type { AnsweringSettings } from "../core/answering/choosing.ts";
import { createExtractiveModel } from "../core/answering/extractive.ts";
import type { Model } from "../core/answering/model.ts";
import { createPromptRegistry } from "../core/answering/promptRegistry.ts";
import type { Embedder } from "../core/retrieval/embedder.ts";
import type { ClockDep } from "../core/clock.ts";

/** The configured models and what answering takes besides records. Throws ConfigError for a model that cannot start. */
export async function composeAnswering(config: Config, extractive: Model, deps: ClockDep & DigestDep) {
  const { strategy, models: settings, cache, limits, budget } = config.file;
  const pool = createHttpPool();
  const made = await createModels({ settings, variables: config.variables, pool });
  if ("problems" in made) throw problemsError(placesOf(config), made.problems);
  const configured = inConfiguredOrder(config, made.models, extractive);
  const known = configured.length > 0 ? configured : [extractive];
  const embedder = composeEmbedder(config, pool, deps);
  const problems = unknownModels(
    config,
    known.map(({ id }) => id),
  );
  if (problems.length > 0) throw problemsError(placesOf(config), problems);

  const answering: AnsweringSettings = {
    strategy: strategy.default,
    continueMidstream: strategy.continueMidstream,
    onModelFailure: strategy.onModelFailure,
    quorum: strategy.quorum,
    graceMs: strategy.graceMs,
    deadlineMs: limits.turn_deadline_ms,
    assistantName: config.file.assistant_name,
    dailyUsd: budget.daily_usd ?? null,
  };
  const models = preferred(known, strategy.order, extractive);
  return {
    pool,
    models,
    embedder,
    otherModels: known.filter((model) => !models.includes(model)),
    answering,
    retry: strategy.retry,
    prompts: createPromptRegistry(config.prompts, deps),
    responseCache: cache.responses
      ? createMemoryCache(deps, {
          ttlMs: cache.responses.ttl_minutes * 60_000,
          maxBytes: cache.responses.max_mb * 1024 * 1024,
        })
      : null,
  };
}

/** What there is to answer with, for people. */
export async function modelsSentence(config: Config): Promise<string> {
  const nobody = createExtractiveModel({ analyse: () => [], noEvidence: () => "" });
  const { pool, models, answering } = await composeAnswering(config, nobody, {
    clock: systemClock,
    digest: sha256,
  });
  await pool.close();
  const names = models.map(({ id, name, keyVariable }) => {
    const key = keyVariable === null ? "" : `, ${keyVariable}`;
    return id === name ? id : `${id} (${name}${key})`;
  });
  if (models.every(({ provider }) => provider === "extractive"))
    return "extractive alone: answers are sentences of the documents (no vendor's key is set and no model configured)";
  return `${names.join(", ")}; strategy ${models.length > 1 ? answering.strategy : "single"}`;
}

function placesOf({ path }: Config): string {
  return `${path} and the environment`;
}

function composeEmbedder(config: Config, pool: HttpPool, { clock }: ClockDep): Embedder | null {
  const { file, variables } = config;
  if (!file.embedder) return null;
  const http = {
    to: (origin: string) => pool.to(origin),
    failureOf: (reply: Parameters<typeof httpFailure>[0]) => httpFailure(reply, clock.now()),
  };
  const made = createEmbedder(file.embedder, variables, http);
  if ("problems" in made) throw problemsError(placesOf(config), made.problems);
  return made.embedder;
}

/** The built-in model stands where the file puts it. */
function inConfiguredOrder(config: Config, made: readonly Model[], extractive: Model): readonly Model[] {
  const { models } = config.file;
  if (models.length === 0) return made;
  const byId = new Map(made.map((model) => [model.id, model]));
  return models.flatMap((entry) =>
    entry.provider === "extractive" ? extractive : (byId.get(entry.id) ?? []),
  );
}

/** Those that `order` names, in that order; all when it names none. */
function preferred(known: readonly Model[], order: readonly string[], extractive: Model): readonly Model[] {
  const byId = new Map([...known, extractive].map((model) => [model.id, model]));
  return order.length === 0 ? known : order.flatMap((id) => byId.get(id) ?? []);
}
