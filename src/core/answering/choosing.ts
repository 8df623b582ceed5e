import type { StrategyName } from "../../contract/strategies.ts";
import type { Workspace } from "../access/workspace.ts";
import { refuse, type Refusal } from "../errors.ts";
import type { Moderation } from "./answering.ts";
import type { Model } from "./model.ts";

export interface ModelsDep {
  /** Asked when a request names none, in order of preference; never empty. */
  readonly models: readonly Model[];
  /** Asked only by name. */
  readonly otherModels: readonly Model[];
  /** Answers from the evidence alone, without a network. */
  readonly extractive: Model;
}

export interface AnsweringSettings {
  readonly strategy: StrategyName;
  readonly continueMidstream: boolean;
  /** What a turn comes to when no model answered. */
  readonly onModelFailure: "error" | "extract";
  /** Answers that several at once wait for; null: more than half. */
  readonly quorum: number | null;
  readonly graceMs: number;
  /** The longest that one moderator is waited for. */
  readonly moderatorTimeoutMs: number;
  /** A turn's whole time. */
  readonly deadlineMs: number;
  readonly assistantName: string;
  /** What a workspace without a budget of its own may spend a day. */
  readonly dailyUsd: number | null;
}

export interface AnsweringDep {
  readonly answering: AnsweringSettings;
}

/** Who is to be asked, in order, and how they come to one answer. */
export interface Chosen {
  readonly models: readonly Model[];
  readonly strategy: StrategyName;
}

/** What a request says of it; the configuration decides the rest. */
export interface Choice {
  /** One alone. */
  readonly model?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly strategy?: StrategyName | undefined;
}

/** Refused when it names a model that is not there; `path` is the request's field for several models. */
export function chooseModels(
  deps: ModelsDep & AnsweringDep,
  choice: Choice,
  path = "models",
): Chosen | Refusal {
  const known = new Map(everyModel(deps).map((model) => [model.id, model]));
  const named = choice.model === undefined ? choice.models : [choice.model];
  if (!named) return chosen(deps.models, choice.strategy ?? deps.answering.strategy);
  const models = [...new Set(named)].map((id) => known.get(id));
  const found = models.filter((model) => model !== undefined);
  if (found.length === models.length) return chosen(found, choice.strategy ?? deps.answering.strategy);
  const at = choice.model === undefined ? `${path}.${models.indexOf(undefined)}` : "model";
  return refuse("validation_error", "There is no such model.", [
    { path: at, message: `must be one of: ${[...known.keys()].join(", ")}` },
  ]);
}

export function everyModel({ models, otherModels, extractive }: ModelsDep): readonly Model[] {
  return [...new Set([...models, ...otherModels, extractive])];
}

/** How the moderator of a workspace goes about several answers, or all of them. */
export function moderationIn(
  { settings }: Workspace,
  { moderatorTimeoutMs }: AnsweringSettings,
  of: Moderation["of"],
): Moderation {
  const { style = null, temperature = null } = settings.moderator ?? {};
  return { of, style: { personality: style, temperature }, timeoutMs: moderatorTimeoutMs };
}

function chosen(models: readonly Model[], strategy: StrategyName): Chosen {
  if (strategy === "single" || models.length === 1) return { models: models.slice(0, 1), strategy: "single" };
  return { models, strategy };
}
