import type { Workspace } from "../access/workspace.ts";
import { isRefusal, type Refusal } from "../errors.ts";
import { budgetRefusal, type BudgetDeps } from "./budget.ts";
import { chooseModels, type AnsweringDep, type Choice, type Chosen, type ModelsDep } from "./choosing.ts";

/** Who answers a question, or why it is not taken: a model that is not there, a budget that is used up. */
export async function admitQuestion(
  deps: ModelsDep & AnsweringDep & BudgetDeps,
  workspace: Workspace,
  choice: Choice,
  path?: string,
): Promise<Chosen | Refusal> {
  const chosen = chooseModels(deps, choice, path);
  if (isRefusal(chosen)) return chosen;
  return (await budgetRefusal(deps, workspace, deps.answering.dailyUsd)) ?? chosen;
}
