import { createMemoryCache } from "../adapters/cache/memoryCache.ts";
import { problemsError, unknownModels, type Config } from "../config.ts";
import { sha256 } from "../adapters/system/secureRandom.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { DigestDep } from "../core/access/keys.ts";
import type { AnsweringSettings } from "../core/answering/choosing.ts";
import { createExtractiveModel } from "../core/answering/extractive.ts";
import type { Model } from "../core/answering/model.ts";
import { createPromptRegistry } from "../core/answering/promptRegistry.ts";
import type { ClockDep } from "../core/clock.ts";
import { createModelHealth } from "../core/answering/modelHealth.ts";
import { createModerator } from "../core/moderation/moderator.ts";
import { detectLanguage } from "../core/retrieval/language.ts";
import { analyse } from "../core/retrieval/textAnalysis.ts";
import type { Rewriter } from "../core/turnSteps.ts";
import type { Vendors } from "./vendors.ts";

/** The configured models and what answering takes besides records. Throws ConfigError for a model that cannot start. */
export async function composeAnswering(config: Config, extractive: Model, deps: ClockDep & DigestDep) {
  const { strategy, cache, limits, budget } = config.file;
  const vendors = await vendorsOf(config, deps);
  const configured = inConfiguredOrder(config, vendors.models, extractive);
  const known = configured.length > 0 ? configured : [extractive];
  const problems = unknownModels(
    config,
    known.map(({ id }) => id),
  );
  if (problems.length > 0) throw problemsError(`${config.path} and the environment`, problems);

  const answering: AnsweringSettings = {
    strategy: strategy.default,
    continueMidstream: strategy.continueMidstream,
    onModelFailure: strategy.onModelFailure,
    quorum: strategy.quorum,
    graceMs: strategy.graceMs,
    moderatorTimeoutMs: config.file.moderator.timeout_ms,
    deadlineMs: limits.turn_deadline_ms,
    assistantName: config.file.assistant_name,
    dailyUsd: budget.daily_usd ?? null,
  };
  const models = preferred(known, strategy.order, extractive);
  return {
    closeVendors: vendors.close,
    models,
    embedder: vendors.embedder,
    otherModels: known.filter((model) => !models.includes(model)),
    moderator: createModerator(
      { ...deps, analyse, languageOf: detectLanguage },
      { models: moderatorsOf(config, known) },
    ),
    answering,
    rewriter: rewriterOf(config, known, deps),
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
  const { closeVendors, models, answering } = await composeAnswering(config, nobody, {
    clock: systemClock,
    digest: sha256,
  });
  await closeVendors();
  const names = models.map(({ id, name, keyVariable }) => {
    const key = keyVariable === null ? "" : `, ${keyVariable}`;
    return id === name ? id : `${id} (${name}${key})`;
  });
  if (models.every(({ provider }) => provider === "extractive"))
    return "extractive alone: answers are sentences of the documents (no vendor's key is set and no model configured)";
  return `${names.join(", ")}; strategy ${models.length > 1 ? answering.strategy : "single"}`;
}

/** Nothing of HTTP is loaded for a server that asks nobody: it is 10 MB. */
async function vendorsOf(config: Config, deps: ClockDep): Promise<Vendors> {
  const { file, variables } = config;
  const asksNobody = file.models.length === 0 && !file.embedder && Object.keys(variables).length === 0;
  if (asksNobody) return { models: [], embedder: null, close: () => Promise.resolve() };
  const { composeVendors } = await import("./vendors.ts");
  return composeVendors(config, deps);
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

/** The configured ones; null leaves it to those that answer. */
function moderatorsOf(config: Config, known: readonly Model[]): readonly Model[] | null {
  const named = config.file.moderator.models;
  return named?.flatMap((id) => known.find((model) => model.id === id) ?? []) ?? null;
}

/** With a breaker of its own: a slow rewriting never stops the model from answering. */
function rewriterOf(
  { file: { understanding, strategy } }: Config,
  known: readonly Model[],
  deps: ClockDep,
): Rewriter | null {
  const { rewriter } = understanding;
  const model = known.find(({ id }) => id === rewriter?.model);
  if (!rewriter || !model) return null;
  return { model, timeoutMs: rewriter.timeout_ms, healthOf: createModelHealth(deps, strategy.breaker) };
}

/** Those that `order` names, in that order; all when it names none. */
function preferred(known: readonly Model[], order: readonly string[], extractive: Model): readonly Model[] {
  const byId = new Map([...known, extractive].map((model) => [model.id, model]));
  return order.length === 0 ? known : order.flatMap((id) => byId.get(id) ?? []);
}
