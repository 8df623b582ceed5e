import type { Token } from "./tokens.ts";

/** The clause that each token stands in, counted from 0: clauses end at marks and at words that open another one. */
export function clausesOf(tokens: readonly Token[]): readonly number[] {
  let clause = 0;
  return tokens.map(({ form }, at) => {
    if (at > 0 && (clauseMark.test(form) || opensClause(tokens, at))) clause++;
    return clause;
  });
}

/** Whether the token opens a clause of its own; not the "que" of "hay que". */
export function opensClause(tokens: readonly Token[], at: number): boolean {
  const form = tokens[at]?.form ?? "";
  if (
    form === "que" &&
    /^(?:hay|haya|habra|habia|tien\p{L}+|ten\p{L}+|tuv\p{L}+)$/u.test(tokens[at - 1]?.form ?? "")
  )
    return false;
  return clauseOpening.test(form);
}

export const clauseMark = /^[,;:.!?()–—]$/;

const clauseOpening =
  /^(?:but|pero|sino|although|though|aunque|because|porque|since|while|whereas|mientras|unless|if|si|and|y|which|que|when|cuando|without|sin|para|so)$/;
