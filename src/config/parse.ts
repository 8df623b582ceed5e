import type * as z from "zod";
import type { FieldError } from "../core/errors.ts";

/** A setting that is wrong: names the key, what was expected, and nothing of its value. */
export class ConfigError extends Error {}

export function problemsError(where: string, problems: readonly FieldError[]): ConfigError {
  const lines = problems.map(({ path, message }) => `  ${path}: ${message}`);
  return new ConfigError(`The configuration in ${where} is wrong:\n${lines.join("\n")}`);
}

/** Throws ConfigError with every problem; `lineOf` tells where the file says what stands at a path, if it does. */
export function parse<T extends z.ZodType>(
  schema: T,
  value: unknown,
  where: string,
  lineOf: (path: readonly PropertyKey[]) => number | null = () => null,
): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap(problemsOf).map(({ path, message }) => {
    const line = lineOf(path);
    const name = path.map(String).join(".") || "(top)";
    return { path: line === null ? name : `${name} (line ${line})`, message };
  });
  throw problemsError(where, problems);
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code === "invalid_key") {
    return [{ path: issue.path, message: issue.issues[0]?.message ?? issue.message }];
  }
  if (issue.code !== "unrecognized_keys") return [{ path: issue.path, message: issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: "there is no such setting" }));
}
