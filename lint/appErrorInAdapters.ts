import { relative, sep } from "node:path";
import type { Rule } from "./rule.ts";

/** An operational failure is born in an adapter; everywhere else an expected outcome is returned. */
export const appErrorInAdapters: Rule = {
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join("/");
    if (!file.startsWith("src/") || file.startsWith("src/adapters/") || file.endsWith(".test.ts")) return {};
    return {
      NewExpression(node) {
        if (node.callee?.name !== "AppError") return;
        context.report({ node, message: "AppError is made in adapters only: return a union here." });
      },
    };
  },
};
