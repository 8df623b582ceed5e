import type { PromptSettings } from "../core/answering/promptRegistry.ts";
import type { FieldError } from "../core/errors.ts";
import type { StrategySettings } from "./strategy.ts";

/**
 * Places of the configuration that name a model which is not there. `extractive` always is. Where the models come from
 * the vendors' variables, only who has made them can ask this.
 */
export function unknownModels(
  config: {
    readonly file: {
      readonly strategy: StrategySettings;
      readonly moderator: { readonly models?: readonly string[] | undefined };
      readonly understanding: { readonly rewriter?: { readonly model: string } | undefined };
    };
    readonly prompts: PromptSettings | null;
  },
  modelIds: readonly string[],
): readonly FieldError[] {
  const known = new Set([...modelIds, "extractive"]);
  const message = `no model has this id; there are: ${[...known].join(", ")}`;
  const { strategy, moderator, understanding } = config.file;
  const rewriter = understanding.rewriter?.model;
  const unknownIn = (path: string, ids: readonly string[]) =>
    ids.flatMap((id, n) => (known.has(id) ? [] : [{ path: `${path}.${n}`, message }]));
  const inPrompts = [...(config.prompts?.entryById.keys() ?? [])]
    .filter((id) => id !== "default" && !known.has(id))
    .map((id) => ({ path: `prompts: ${id}`, message }));
  return [
    ...unknownIn("strategy.order", strategy.order),
    ...unknownIn("moderator.models", moderator.models ?? []),
    ...(rewriter === undefined || known.has(rewriter)
      ? []
      : [{ path: "understanding.rewriter.model", message }]),
    ...inPrompts,
  ];
}
