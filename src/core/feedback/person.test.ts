import { expect, test } from "vitest";
import { personOf } from "./person.ts";

const deps = {
  normalisePhone: async (text: string) =>
    text.replaceAll(" ", "") === "+59899123456" ? "+59899123456" : null,
};

test("a number is the same caller with and without its prefix, however it is spaced", async () => {
  const caller = { actor: "phone:+59899123456", phone: "+59899123456" };
  for (const id of ["+59899123456", "phone:+59899123456", "+598 99 123 456"])
    expect(await personOf(deps, id)).toEqual(caller);
});

test("anything else is an actor's id as it is", async () => {
  expect(await personOf(deps, "ana@example.com")).toEqual({ actor: "ana@example.com", phone: null });
  expect(await personOf(deps, "59899123456")).toEqual({ actor: "59899123456", phone: null });
});

test("what begins as a number and is none is refused, and so is the name that stands for nobody", async () => {
  for (const id of ["+12", "phone:ana", "erased"])
    expect(await personOf(deps, id)).toMatchObject({ refused: "validation_error", errors: [{ path: "id" }] });
});
