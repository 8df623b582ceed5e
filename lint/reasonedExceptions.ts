import type { Rule } from "./rule.ts";

const exception = /^\s*(?:oxlint|eslint)-disable(?:-next-line|-line)?\b(.*)$/su;

/** A lint exception names its rules and says why on its line: `oxlint-disable-next-line rule -- reason`. */
export const reasonedExceptions: Rule = {
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        const rest = exception.exec(comment.value)?.[1];
        if (rest === undefined) continue;
        const [rules = "", reason = ""] = rest.split(" -- ");
        if (rules.trim() === "" || reason.trim().length < 10) {
          context.report({
            node: comment,
            message: "Name the rules and the reason: `-disable-next-line rule -- reason`.",
          });
        }
      }
    },
  }),
};
