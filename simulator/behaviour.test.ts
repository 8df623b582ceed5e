import { expect, test } from "vitest";
import { parseBehaviour } from "./behaviour.ts";
import { proseByName } from "./prose.ts";

test("a plain name is a healthy model of twenty tokens", () => {
  expect(parseBehaviour("gpt-4o")).toMatchObject({ tokens: 20, fault: null, gap: 0 });
});

test("keys follow the name and the header overrides them", () => {
  expect(parseBehaviour("sim;tokens=5;gap=20", "tokens=7;fault=cut")).toMatchObject({
    tokens: 7,
    gap: 20,
    fault: "cut",
  });
  expect(parseBehaviour("sim", "any name;tokens=7")).toMatchObject({ tokens: 7 });
});

test("values are URL-decoded once and may hold colons, commas and equals signs", () => {
  expect(parseBehaviour("sim;text=a%3Bb%20%25=c")).toMatchObject({ text: "a;b %=c" });
  expect(parseBehaviour("sim;retry_after=Wed, 21 Oct 2026 07:28:00 GMT")).toMatchObject({
    retry_after: "Wed, 21 Oct 2026 07:28:00 GMT",
  });
});

test("a status, an error or a share of failures implies the status fault", () => {
  for (const keys of ["status=503", "error=quota", "fail=0.3"]) {
    expect(parseBehaviour(`sim;${keys}`)).toMatchObject({ fault: "status" });
  }
  expect(parseBehaviour("sim;fail=0.3;fault=stall")).toMatchObject({ fault: "stall" });
});

test("a model of a set says its text, and a moderator has its kind", () => {
  expect(parseBehaviour("sim;say=museo-3;moderator=fenced")).toMatchObject({
    text: proseByName.get("museo-3"),
    moderator: "fenced",
  });
  expect(proseByName.get("museo-3")).toContain("El museo cierra los lunes");
});

test("a burst knows no gap", () => {
  expect(parseBehaviour("sim;gap=20;burst=1")).toMatchObject({ gap: 0 });
});

test.each([
  ["sim;falut=cut", 'there is no key "falut"'],
  ["sim;fault=stal", '"fault=stal" makes no sense'],
  ["sim;tokens=-1", '"tokens=-1" makes no sense'],
  ["sim;fail=2", '"fail=2" makes no sense'],
  ["sim;status=200", '"status=200" makes no sense'],
  ["sim;say=museo-4", '"say=museo-4" makes no sense'],
  ["sim;moderator=wise", '"moderator=wise" makes no sense'],
  ["sim;text=%", '"text=%" makes no sense'],
  ["sim;tool=f;text=no json", "the text of a tool call must be JSON"],
])("%s is refused with a reason", (model, reason) => {
  expect(parseBehaviour(model)).toContain(reason);
});
