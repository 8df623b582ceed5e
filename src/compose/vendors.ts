import { createEmbedder } from "../adapters/embeddings/createEmbedder.ts";
import { createModels } from "../adapters/models/createModels.ts";
import { httpFailure } from "../adapters/models/httpFailure.ts";
import { createHttpPool } from "../adapters/models/httpPool.ts";
import { problemsError, type Config } from "../config.ts";
import type { Model } from "../core/answering/model.ts";
import type { ClockDep } from "../core/clock.ts";
import type { Embedder } from "../core/retrieval/embedder.ts";

/** What others' servers give: models and the embedder. */
export interface Vendors {
  readonly models: readonly Model[];
  readonly embedder: Embedder | null;
  readonly close: () => Promise<void>;
}

/** Throws ConfigError for one that cannot start. Calls nobody. */
export async function composeVendors(config: Config, { clock }: ClockDep): Promise<Vendors> {
  const { file, variables, path } = config;
  const pool = createHttpPool();
  const http = {
    to: (origin: string) => pool.to(origin),
    failureOf: (reply: Parameters<typeof httpFailure>[0]) => httpFailure(reply, clock.now()),
  };
  const made = await createModels({ settings: file.models, variables, pool });
  const embedding = file.embedder ? createEmbedder(file.embedder, variables, http) : { embedder: null };
  const problems = [
    ...("problems" in made ? made.problems : []),
    ...("problems" in embedding ? embedding.problems : []),
  ];
  if ("problems" in made || "problems" in embedding)
    throw problemsError(`${path} and the environment`, problems);
  return { models: made.models, embedder: embedding.embedder, close: () => pool.close() };
}
