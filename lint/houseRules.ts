import { appErrorInAdapters } from "./appErrorInAdapters.ts";
import { boundaries } from "./boundaries.ts";
import { reasonedExceptions } from "./reasonedExceptions.ts";

/** The rules of this repository that the linter has no rule for. */
// oxlint-disable-next-line import/no-default-export -- a linter plugin is its module's default export
export default {
  meta: { name: "house" },
  rules: {
    boundaries,
    "reasoned-exceptions": reasonedExceptions,
    "app-error-in-adapters": appErrorInAdapters,
  },
};
