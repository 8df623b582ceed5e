import type { Compilable, CompiledQuery } from "kysely";
import type { SqlValue } from "./sqliteMessages.ts";

/** Stands for a value while its statement is built, and marks its place among the parameters. */
export type Slot<Values> = <Name extends keyof Values & string>(name: Name) => Values[Name];

/**
 * A statement that is built and compiled once; each call only puts its own values in. For the hot path: building
 * costs more of the main thread than sending. `build` must not look at what a slot gives it.
 */
export function prepared<Values extends { readonly [Name in keyof Values]: SqlValue }, Row>(
  build: (slot: Slot<Values>) => Compilable<Row>,
): (values: Values) => Compilable<Row> {
  const nameByMark = new Map<unknown, keyof Values & string>();
  let compiled: CompiledQuery<Row> | null = null;

  const slot: Slot<Values> = (name) => {
    const mark = { name };
    nameByMark.set(mark, name);
    // oxlint-disable-next-line typescript/consistent-type-assertions, typescript/no-unsafe-type-assertion -- a mark only travels through the builder to its place
    return mark as unknown as Values[typeof name];
  };

  return (values) => {
    compiled ??= build(slot).compile();
    const { parameters, ...statement } = compiled;
    const filled = parameters.map((parameter) => {
      const name = nameByMark.get(parameter);
      return name === undefined ? parameter : values[name];
    });
    return { compile: () => ({ ...statement, parameters: filled }) };
  };
}
